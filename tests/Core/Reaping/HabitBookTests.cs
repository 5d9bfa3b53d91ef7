using ChatOps.Core.Machines;
using ChatOps.Core.Reaping;
using ChatOps.Core.State;
using ChatOps.Simulation;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Core.Reaping;

/// <summary>What is learned of machines outlives the program, as far as it was written down.</summary>
public sealed class HabitBookTests
{
    private static readonly DateTimeOffset Now = IdleCase.Now;
    private static readonly IdleSettings Settings = IdleCase.Idle.Settings;

    private readonly MemoryTable _table = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_is_known_of_a_machine_that_was_never_seen()
    {
        var book = await OpenAsync();
        Assert.Null(book.RiskOf(IdleCase.Machine, Settings, Now));
        Assert.Null(book.IdleSince(IdleCase.Machine));
    }

    [Fact]
    public async Task An_idle_machine_has_a_risk_and_one_in_use_has_none()
    {
        var book = await OpenAsync();
        See(book, IdleCase.Machine);
        Assert.InRange(book.RiskOf(IdleCase.Machine, Settings, Now)?.Probability ?? -1, 0.0, 1.0);
        Assert.Equal(Now.AddHours(-1), book.IdleSince(IdleCase.Machine));

        book.See(IdleCase.Machine, IdleCase.Use(change: bin => bin with { MaxUtilization = 90 }, until: Now.AddMinutes(5)), Settings);
        Assert.Null(book.RiskOf(IdleCase.Machine, Settings, Now.AddMinutes(5)));
    }

    [Fact]
    public async Task Switched_off_nothing_is_estimated()
    {
        var book = await OpenAsync();
        See(book, IdleCase.Machine);
        Assert.Null(book.RiskOf(IdleCase.Machine, Settings with { Risk = Settings.Risk with { Enabled = false } }, Now));
    }

    [Fact]
    public async Task What_was_written_is_known_to_the_next_program()
    {
        var book = await OpenAsync();
        See(book, IdleCase.Machine);
        await SaveAsync(book, Now);
        var next = await OpenAsync();
        Assert.Equal(book.RiskOf(IdleCase.Machine, Settings, Now), next.RiskOf(IdleCase.Machine, Settings, Now));
    }

    [Fact]
    public async Task What_another_program_has_written_meanwhile_is_taken_over()
    {
        var (one, other) = (await OpenAsync(), await OpenAsync());
        See(other, IdleCase.Machine);
        await SaveAsync(other, Now);
        one.See(IdleCase.Machine, IdleCase.Use(until: Now.AddMinutes(-30)), Settings);
        await SaveAsync(one, Now.AddMinutes(1));
        Assert.Equal(Now.AddHours(-1), one.IdleSince(IdleCase.Machine));
    }

    [Fact]
    public async Task A_machine_that_is_gone_is_forgotten_and_what_its_owner_does_is_not()
    {
        var book = await OpenAsync();
        book.See(IdleCase.Machine, IdleCase.Use(change: bin => Between(bin.Begin, 60, 30) ? bin with { MaxUtilization = 90 } : bin), Settings);
        await book.SaveAsync(new HashSet<MachineId>(), Now, Cancellation);
        Assert.Null(book.IdleSince(IdleCase.Machine));
        await SaveAsync(book, Now);
        Assert.Contains(IdleCase.Machine.Owner, string.Concat(await BodiesAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_machine_did_counts_once_and_not_again_as_what_its_owner_did()
    {
        var book = await OpenAsync();
        SeeRuns(book, IdleCase.Machine);
        var alone = book.RiskOf(IdleCase.Machine, Settings, Now);
        Assert.Equal(alone, book.RiskOf(IdleCase.Machine with { Owner = "nobody@contoso.example" }, Settings, Now));

        SeeRuns(book, IdleCase.Machine with { Id = new MachineId("another") });
        Assert.NotEqual(
            book.RiskOf(IdleCase.Machine, Settings, Now), book.RiskOf(IdleCase.Machine with { Owner = "nobody@contoso.example" }, Settings, Now));
    }

    [Fact]
    public async Task What_goes_on_as_it_did_is_not_written_again()
    {
        var book = await OpenAsync();
        See(book, IdleCase.Machine);
        await SaveAsync(book, Now);
        var before = await BodiesAsync();
        book.See(IdleCase.Machine, IdleCase.Use(until: Now.AddMinutes(5)), Settings);
        await SaveAsync(book, Now.AddMinutes(5));
        Assert.Equal(before, await BodiesAsync());
    }

    [Fact]
    public async Task A_pass_writes_a_few_rows_whatever_there_is_to_write()
    {
        var hooked = new HookedTable(_table);
        var book = new HabitBook(hooked);
        await book.LoadAsync(Cancellation);
        var live = Enumerable.Range(0, 500).Select(i => IdleCase.Machine with { Id = new MachineId($"{i:x16}") }).ToList();
        foreach (var machine in live) See(book, machine);
        await book.SaveAsync(live.Select(machine => machine.Id).ToHashSet(), Now, Cancellation);
        Assert.Equal(6, (await BodiesAsync()).Count);
    }

    /// <summary>Used until an hour ago.</summary>
    private static void See(HabitBook book, Machine machine) =>
        book.See(machine, IdleCase.Use(change: bin => bin.Begin < Now.AddHours(-1) ? bin with { MaxUtilization = 90 } : bin), Settings);

    /// <summary>Used for five minutes every twenty.</summary>
    private static void SeeRuns(HabitBook book, Machine machine) =>
        book.See(machine, IdleCase.Use(change: bin => bin.Begin.Minute % 20 == 0 ? bin with { MaxUtilization = 90 } : bin), Settings);

    private static bool Between(DateTimeOffset at, int minutesAgo, int until) => at >= Now.AddMinutes(-minutesAgo) && at < Now.AddMinutes(-until);

    private async Task<HabitBook> OpenAsync()
    {
        var book = new HabitBook(_table);
        await book.LoadAsync(Cancellation);
        return book;
    }

    private static async Task SaveAsync(HabitBook book, DateTimeOffset now)
    {
        for (var i = 0; i < 12; i++) await book.SaveAsync(new HashSet<MachineId> { IdleCase.Machine.Id }, now, Cancellation);
    }

    private async Task<List<string>> BodiesAsync() =>
        await _table.QueryAsync(new TableRange("habits", ""), Cancellation).Select(row => row.Body).ToListAsync(Cancellation);
}
