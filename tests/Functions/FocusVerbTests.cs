using System.Globalization;
using ChatOps.Core.Machines;
using ChatOps.Core.Metering;
using ChatOps.Core.State;
using ChatOps.Core.Words;
using ChatOps.Functions;
using ChatOps.Tests.Core.State;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Functions;

/// <summary>The built program, told to write out a month of what another one has metered.</summary>
public sealed class FocusVerbTests : IDisposable
{
    private readonly TempFolder _home = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Writes_out_a_month_of_what_is_gone_and_what_there_is()
    {
        var ledger = new Ledger(new LedgerStore(Table("ledger")), _ => TimeZoneInfo.Utc);
        await ledger.RecordAsync(Billed("a") with { GoneAt = At("2026-10-11T00:00Z") }, Cancellation);
        var live = Billed("b") with { Team = "a-team-that-was" };
        Assert.True(await new MachineStore(Table("machines"), new Nudges()).CreateAsync(new Step(live, At("2026-10-11T00:00Z")), Cancellation));

        var ended = await RunAsync("export", "focus", "--month", "2026-10");

        Assert.Equal(0, ended.ExitCode);
        var lines = ended.Output.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("BilledCost,BillingAccountId,", lines[0], StringComparison.Ordinal);
        Assert.Equal(2, lines.Count(line => line.StartsWith("7.5,11111111-1111-1111-1111-111111111111,Contoso", StringComparison.Ordinal)));
        Assert.Contains(lines, line => line.Contains(",a-team-that-was,a-team-that-was,", StringComparison.Ordinal));
        Assert.StartsWith("Not in it: ", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_month_in_which_there_was_nothing_is_a_header()
    {
        Assert.True(await Table("ledger").TransactAsync("teams", [new TableWrite.Insert("vision", "{}")], Cancellation));

        Assert.Equal(FocusExport.Header + "\r\n", (await RunAsync("export", "focus", "--month", "2026-03")).Output);
    }

    [Theory]
    [InlineData("export")]
    [InlineData("export", "focus")]
    [InlineData("export", "focus", "--month")]
    [InlineData("export", "focus", "--month", "November")]
    [InlineData("export", "focus", "--month", "2026-13")]
    [InlineData("export", "csv", "--month", "2026-11")]
    public async Task Not_understood_it_says_what_it_can_do(params string[] words)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        Assert.Equal(2, await FocusVerb.RunAsync(words[1..], TimeProvider.System, output, error));

        Assert.Equal(("", FocusVerb.Usage), (output.ToString(), error.ToString().TrimEnd()));
    }

    [Fact]
    public async Task Where_there_is_no_state_it_says_what_to_set()
    {
        var ended = await RunAsync("export", "focus", "--month", "2026-10");

        Assert.Equal((1, ""), (ended.ExitCode, ended.Output));
        Assert.Contains($"- Standalone__Folder: there is no {_home.At("state.db")}. Set it to the folder", ended.Error, StringComparison.Ordinal);
    }

    private SqliteTable Table(string name) => new(_home.At("state.db"), name);

    private static Machine Billed(string id) => (SampleMachine.Of(id) with { PerHour = new Money(3, "USD") })
        .StartBilling(At("2026-10-10T10:00Z")).StopBilling(At("2026-10-10T12:30Z"));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>In a process of its own, which has none of the settings of whoever runs the tests.</summary>
    private Task<Ended> RunAsync(params string[] arguments) => Verbs.RunAsync(
        _home, ["Azure__SubscriptionId=11111111-1111-1111-1111-111111111111", $"Blueprints__Folder={Repository.Blueprints}"], arguments, Cancellation);
}
