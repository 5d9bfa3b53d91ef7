using ChatOps.Core.Machines;
using ChatOps.Core.State;
using ChatOps.Simulation;
using ChatOps.Tests.Tools;
using Microsoft.Data.Sqlite;

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
        var table = new HookedTable(new MemoryTable()) { HasLog = false };
        var (here, there) = (new MachineStore(table, new Nudges()), new MachineStore(table, new Nudges()));
        await there.CreateAsync(SampleMachine.FirstStep("a"), Cancellation);
        Assert.Equal(["ember-otter"], await OwnAsync(here));

        await SaveAsync(there, "a", machine => machine with { Name = "lunar-fox" });

        Assert.Equal(["lunar-fox"], await OwnAsync(here));
    }

    // As after its file was restored: the log ends before the mark that is remembered.
    [Fact]
    public async Task Reads_everything_again_when_the_log_ends_before_what_it_has_seen()
    {
        await _there.CreateAsync(SampleMachine.FirstStep("a"), Cancellation);
        await _there.CreateAsync(SampleMachine.FirstStep("b", "lunar-fox"), Cancellation);
        await OwnAsync(_here);
        using var connection = new SqliteConnection($"Data Source={_folder.At("state.db")};Pooling=False");
        connection.Open();
        using var restore = connection.CreateCommand();
        restore.CommandText = "DELETE FROM machines WHERE rk GLOB 'm~b*'; DELETE FROM machines_log WHERE seq > 3";
        restore.ExecuteNonQuery();

        Assert.Equal(["ember-otter"], await OwnAsync(_here));
        await _there.CreateAsync(SampleMachine.FirstStep("c", "brisk-owl"), Cancellation);
        Assert.Equal(["ember-otter", "brisk-owl"], await OwnAsync(_here));
    }

    [Fact]
    public async Task Leaves_out_a_row_that_cannot_be_read_and_hides_no_other_by_it()
    {
        var table = new SqliteTable(_folder.At("state.db"), "machines");
        await _here.CreateAsync(SampleMachine.FirstStep("a"), Cancellation);
        await _here.CreateAsync(SampleMachine.FirstStep("b", "lunar-fox"), Cancellation);
        await OwnAsync(_here);

        await WriteAsync("""{"id":7""");
        Assert.Equal(["lunar-fox"], await OwnAsync(_here));
        await WriteAsync("null");
        Assert.Equal(["lunar-fox"], await OwnAsync(OpenSqlite()));
        await Assert.ThrowsAsync<InvalidOperationException>(() => _here.GetAsync(SampleMachine.Of("a").Id, Cancellation));

        async Task WriteAsync(string body)
        {
            var row = await table.GetAsync("a", "m~a000000000000000", Cancellation) ?? throw new InvalidOperationException("It is gone.");
            Assert.True(await table.TransactAsync("a", [new TableWrite.Replace(row.Row, row.ETag, body)], Cancellation));
        }
    }

    [Fact]
    public Task Misses_nothing_while_many_read_and_write_at_once() => MissesNothingAsync(_here, _there);

    // So short that it is often cut off between one look at it and the next.
    [Fact]
    public Task Misses_nothing_by_a_log_that_is_always_too_short() => MissesNothingAsync(OpenShort(), OpenShort());

    private static async Task MissesNothingAsync(MachineStore here, MachineStore there)
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 25; i++)
            {
                var id = $"{writer:x}{i:x2}";
                var store = i % 2 == 0 ? here : there;
                await store.CreateAsync(SampleMachine.FirstStep(id, $"machine-{id}"), Cancellation);
                Assert.Contains($"machine-{id}", await OwnAsync(here));
            }
        }, Cancellation)));

        Assert.Equal(200, (await OwnAsync(here)).Count());
        Assert.Equal(200, (await OwnAsync(there)).Count());
    }

    private MachineStore OpenShort() => new(new SqliteTable(_folder.At("short.db"), "machines", kept: 12), new Nudges());

    private MachineStore OpenSqlite() => new(new SqliteTable(_folder.At("state.db"), "machines"), new Nudges());

    private static async Task<IEnumerable<string>> OwnAsync(MachineStore store) =>
        (await store.OwnedByAsync("scientist@contoso.example", Cancellation)).Select(machine => machine.Name);

    private static async Task SaveAsync(MachineStore store, string id, Func<Machine, Machine> change)
    {
        var read = await store.GetAsync(SampleMachine.Of(id).Id, Cancellation) ?? throw new InvalidOperationException($"There is no {id}.");
        Assert.True(await store.SaveAsync(read, new Step(change(read.Machine), Start), Cancellation));
    }
}
