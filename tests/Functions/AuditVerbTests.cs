using ChatOps.Core.Audit;
using ChatOps.Core.State;
using ChatOps.Functions;
using ChatOps.Tests.Tools;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOps.Tests.Functions;

/// <summary>The built program, told to write out or verify the audit in a state that another one has left.</summary>
public sealed class AuditVerbTests : IDisposable
{
    private readonly TempFolder _home = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Writes_out_all_of_it_as_lines_that_others_can_verify()
    {
        await RecordAsync("a", "=1");
        await RecordAsync("b", "two");

        var lines = (await RunAsync("audit", "export", "--as", "jsonl")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(2, lines.Length);
        Assert.All(lines, line => Assert.StartsWith("{\"seq\":", line, StringComparison.Ordinal));
        Assert.Contains("\"outcome\":\"two\"", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Writes_out_what_is_young_enough_for_a_spreadsheet()
    {
        await RecordAsync("a", "=1");
        await RecordAsync("b", "old", TimeSpan.FromDays(40));

        var ended = await RunAsync("audit", "export", "--since", "30d");

        Assert.Equal(0, ended.ExitCode);
        var lines = ended.Output.Split("\r\n");
        Assert.StartsWith("seq,at,who,", lines[0], StringComparison.Ordinal);
        Assert.Contains(",'=1,", lines[1], StringComparison.Ordinal);
        Assert.Equal(["", ""], [lines[2], ended.Error]);
    }

    [Fact]
    public async Task Verifies_and_ends_so_that_a_script_knows()
    {
        await RecordAsync("a", "one");
        await RecordAsync("b", "two");
        var sound = await RunAsync("audit", "verify");
        Assert.Equal(0, sound.ExitCode);
        Assert.Matches("^2 entries from .* to .*, unbroken; last hash [0-9a-f]{64}\n$", sound.Output);

        var month = $"{TimeProvider.System.GetUtcNow():yyyy-MM}";
        var row = Assert.IsType<TableRow>(await Table("audit").GetAsync(month, "s~0000000002", Cancellation));
        Assert.True(await Table("audit").TransactAsync(month, [new TableWrite.Remove(row.Row, row.ETag)], Cancellation));
        var broken = await RunAsync("audit", "verify");
        Assert.Equal((1, $"Broken: Entry 2 is missing: {month} ends with entry 2.\n"), (broken.ExitCode, broken.Output));
    }

    [Theory]
    [InlineData("audit")]
    [InlineData("audit", "exprot")]
    [InlineData("audit", "export", "--since")]
    [InlineData("audit", "export", "--since", "yesterday")]
    [InlineData("audit", "export", "--as", "xlsx")]
    [InlineData("audit", "verify", "--since", "7d")]
    public async Task Not_understood_it_says_what_it_can_do(params string[] words)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        Assert.Equal(2, await AuditVerb.RunAsync(words[1..], output, error));

        Assert.Equal(("", AuditVerb.Usage), (output.ToString(), error.ToString().TrimEnd()));
    }

    [Fact]
    public async Task Where_there_is_no_state_it_makes_none()
    {
        var ended = await RunAsync("audit", "verify");

        Assert.Equal((1, ""), (ended.ExitCode, ended.Output));
        Assert.Contains($"- Standalone__Folder: there is no {_home.At("state.db")}. Set it to the folder", ended.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_home.At("state.db")));
    }

    [Fact]
    public async Task A_state_that_is_no_database_is_named_without_a_stack()
    {
        _home.Write("state.db", new string('x', 4096));

        var ended = await RunAsync("audit", "verify");

        Assert.Equal((3, ""), (ended.ExitCode, ended.Output));
        Assert.StartsWith("The storage could not be read: ", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
    }

    private SqliteTable Table(string name) => new(_home.At("state.db"), name);

    private Task RecordAsync(string id, string outcome, TimeSpan ago = default)
    {
        var audit = Product.OpenAudit(Table, TimeProvider.System, NullLoggerFactory.Instance);
        var entry = new AuditEntry { Id = id, At = TimeProvider.System.GetUtcNow() - ago, Action = "policy Reloaded", Outcome = outcome };
        return audit.RecordAsync(entry, Cancellation);
    }

    private Task<Ended> RunAsync(params string[] arguments) => Verbs.RunAsync(_home, [], arguments, Cancellation);
}
