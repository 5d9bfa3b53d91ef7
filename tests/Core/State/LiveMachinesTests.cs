using ChatOps.Core.Machines;
using ChatOps.Core.State;
using ChatOps.Simulation;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Core.State;

/// <summary>Two stores on the same rows stand for two processes: what one writes, the other must see at once.</summary>
public sealed class LiveMachinesTests : IDisposable
{
    private static readonly DateTimeOffset Start = SettableTime.Start;

    private readonly TempFolder _folder = new();
    private readonly MachineStore _here;
    private readonly MachineStore _there;

    public LiveMachinesTests() => (_here, _there) = (OpenSqlite(), OpenSqlite());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Sees_at_once_what_another_process_launches()
    {
        Assert.Empty(await OwnAsync(_here));

        await _there.CreateAsync(SampleMachine.FirstStep("a"), Cancellation);

        Assert.Equal(["ember-otter"], await OwnAsync(_here));
    }

    [Fact]
    public async Task Sees_at_once_what_another_process_changes()
    {
        await _there.CreateAsync(SampleMachine.FirstStep("a"), Cancellation);
        await OwnAsync(_here);

        await SaveAsync(_there, "a", machine => machine with { Name = "lunar-fox" });

        Assert.Equal(["lunar-fox"], await OwnAsync(_here));
    }

    [Fact]
    public async Task Forgets_at_once_what_another_process_sees_gone()
    {
        await _there.CreateAsync(SampleMachine.FirstStep("a"), Cancellation);
        await OwnAsync(_here);

        await SaveAsync(_there, "a", SampleMachine.Gone);

        Assert.Empty(await OwnAsync(_here));
    }

    [Fact]
    public async Task Tells_the_machines_of_one_person_only()
    {
        await _here.CreateAsync(SampleMachine.FirstStep("a"), Cancellation);
        var other = SampleMachine.Of("b", "lunar-fox") with { Owner = "manager@contoso.example" };
        await _here.CreateAsync(new Step(other, Start), Cancellation);

        Assert.Equal(["ember-otter"], await OwnAsync(_here));
    }

    [Fact]
    public async Task Reads_everything_again_when_it_has_missed_more_than_the_log_keeps()
    {
        await _there.CreateAsync(SampleMachine.FirstStep("a"), Cancellation);
        await OwnAsync(_here);
        var table = new SqliteTable(_folder.At("state.db"), "machines");
        await SaveAsync(_there, "a", machine => machine with { Name = "lunar-fox" });
        // 10,000 are kept.
        for (var i = 0; i < 101; i++)
            await table.TransactAsync("0", [.. Enumerable.Range(0, 100).Select(n => new TableWrite.Insert($"z~{i}~{n}", "{}"))], Cancellation);

        Assert.Equal(["lunar-fox"], await OwnAsync(_here));
    }

    [Fact]
    public async Task Reads_everything_each_time_where_the_table_keeps_no_log()
    {
        var table = new MemoryTable();
        var (here, there) = (new MachineStore(table, new Nudges()), new MachineStore(table, new Nudges()));
        await there.CreateAsync(SampleMachine.FirstStep("a"), Cancellation);
        Assert.Equal(["ember-otter"], await OwnAsync(here));

        await SaveAsync(there, "a", machine => machine with { Name = "lunar-fox" });

        Assert.Equal(["lunar-fox"], await OwnAsync(here));
    }

    [Fact]
    public async Task Misses_nothing_while_many_read_and_write_at_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 25; i++)
            {
                var id = $"{writer:x}{i:x2}";
                var store = i % 2 == 0 ? _here : _there;
                await store.CreateAsync(SampleMachine.FirstStep(id, $"machine-{id}"), Cancellation);
                Assert.Contains($"machine-{id}", await OwnAsync(_here));
            }
        }, Cancellation)));

        Assert.Equal(200, (await OwnAsync(_here)).Count());
        Assert.Equal(200, (await OwnAsync(_there)).Count());
    }

    private MachineStore OpenSqlite() => new(new SqliteTable(_folder.At("state.db"), "machines"), new Nudges());

    private static async Task<IEnumerable<string>> OwnAsync(MachineStore store) =>
        (await store.OwnedByAsync("scientist@contoso.example", Cancellation)).Select(machine => machine.Name);

    private static async Task SaveAsync(MachineStore store, string id, Func<Machine, Machine> change)
    {
        var read = await store.GetAsync(SampleMachine.Of(id).Id, Cancellation) ?? throw new InvalidOperationException($"There is no {id}.");
        Assert.True(await store.SaveAsync(read, new Step(change(read.Machine), Start), Cancellation));
    }
}
