using ChatOps.Core.Machines;
using ChatOps.Core.State;
using ChatOps.Core.Words;
using ChatOps.Simulation;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Core.State;

/// <summary>The same on a file and in memory.</summary>
public abstract class PoisonStoreContract : IDisposable
{
    private const string Text = "not one of ours";

    private static readonly DateTimeOffset Now = SettableTime.Start;
    private static readonly PoisonEnd Replayed = new(PoisonFate.Replayed, "admin@contoso.example", Now, "said-1");

    private readonly HookedTable _table;
    private readonly HookedTable _machineRows = new(new MemoryTable());
    private readonly MachineStore _machines;
    private readonly PoisonStore _poison;

    protected PoisonStoreContract(ITable table)
    {
        _table = new HookedTable(table);
        _machines = new MachineStore(_machineRows, new Nudges());
        _poison = new PoisonStore(_table, _machines);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) { }

    [Fact]
    public async Task Remembers_a_message_and_whose_it_is()
    {
        var machine = SampleMachine.Of("1");
        Assert.True(await _machines.CreateAsync(new Step(machine, Now), Cancellation));

        await AddAsync(machine.Id.Value, machine.Id);

        var message = Assert.Single(await AllAsync()).Message;
        Assert.Equal((machine.Id.Value, machine.Id, machine.Name), (message.Text, message.Machine, message.MachineName));
        Assert.Equal((1, Now, Now, false), (message.Times, message.FirstAt, message.LastAt, message.IsTold));
        Assert.True(PoisonMessage.IsId(message.Id));
        Assert.Equal(message, (await _poison.FindAsync(message.Id, Cancellation))?.Message);
    }

    [Fact]
    public async Task Counts_the_same_message_of_the_same_queue()
    {
        await AddAsync(Text);
        await TellAsync();
        await _poison.AddAsync(NudgeKind.Look, Text, null, Now.AddMinutes(5), Cancellation);

        var message = Assert.Single(await AllAsync()).Message;
        Assert.Equal((2, Now, Now.AddMinutes(5), false), (message.Times, message.FirstAt, message.LastAt, message.IsTold));
    }

    [Fact]
    public async Task Keeps_the_same_text_of_another_queue_apart()
    {
        await AddAsync(Text);
        await _poison.AddAsync(NudgeKind.Deliver, Text, null, Now, Cancellation);

        Assert.Equal(2, (await AllAsync()).Count);
    }

    [Fact]
    public async Task Begins_anew_with_a_message_that_somebody_had_replayed()
    {
        await AddAsync(Text);
        await AddAsync(Text);
        await ChangeAsync(message => message with { End = Replayed, IsTold = true });

        await _poison.AddAsync(NudgeKind.Look, Text, null, Now.AddHours(1), Cancellation);

        var message = Assert.Single(await AllAsync()).Message;
        Assert.Equal((1, Now.AddHours(1), null, false), (message.Times, message.FirstAt, message.End, message.IsTold));
    }

    [Fact]
    public async Task Counts_all_of_many_who_give_up_the_same_at_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => Task.Run(() => AddAsync(Text))));

        Assert.Equal(24, Assert.Single(await AllAsync()).Message.Times);
    }

    [Fact]
    public async Task Loses_no_count_to_somebody_who_was_faster()
    {
        await AddAsync(Text);
        _table.BeforeWrite = _ =>
        {
            _table.BeforeWrite = _ => Task.CompletedTask;
            return AddAsync(Text);
        };

        await AddAsync(Text);

        Assert.Equal(3, Assert.Single(await AllAsync()).Message.Times);
    }

    [Fact]
    public async Task Is_due_until_it_is_told_and_again_when_it_need_not_be_kept()
    {
        await AddAsync(Text);
        Assert.Equal(1, await DueAsync(Now));

        await TellAsync();
        Assert.Equal(0, await DueAsync(Now.AddYears(1)));

        await ChangeAsync(message => message with { End = Replayed, IsTold = false });
        Assert.Equal(1, await DueAsync(Now));

        await TellAsync();
        Assert.Equal((0, 1), (await DueAsync(Now.AddDays(6)), await DueAsync(Now.AddDays(7))));
    }

    [Fact]
    public async Task Changes_nothing_that_changed_since_it_was_read()
    {
        await AddAsync(Text);
        var read = await AllAsync();
        await AddAsync(Text);

        Assert.False(await _poison.ChangeAsync(read, message => message with { End = Replayed }, Cancellation));
        await _poison.RemoveAsync(read, Cancellation);

        Assert.Null(Assert.Single(await AllAsync()).Message.End);
    }

    // A row that nothing can read may be just what the message failed at.
    [Fact]
    public async Task Remembers_a_message_of_a_machine_that_cannot_be_read()
    {
        var machine = SampleMachine.Of("1").Id;
        await _machineRows.TransactAsync(machine.Value[..1], [new TableWrite.Insert($"m~{machine}", "{")], Cancellation);

        await AddAsync(machine.Value, machine);

        Assert.Null(Assert.Single(await AllAsync()).Message.MachineName);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0")]
    [InlineData("\ud83d")]
    [InlineData("\u202Egnp\u200B.exe\u001b[31m")]
    [InlineData("two\r\nlines\tand a tab")]
    [InlineData("{\"data\":{\"subject\":\"/subscriptions/1\"}}")]
    [InlineData("../../etc/passwd")]
    [InlineData("' or 1=1 --")]
    public async Task Keeps_of_an_ugly_text_what_can_be_shown(string text)
    {
        await AddAsync(text);
        await AddAsync(text);

        var message = Assert.Single(await AllAsync()).Message;
        Assert.Equal(2, message.Times);
        Assert.Null(Invisible.In(message.Text));
        Assert.DoesNotContain('\n', message.Text);
    }

    [Fact]
    public async Task Keeps_the_beginning_of_a_huge_text_and_knows_it_again_by_all_of_it()
    {
        var (one, other) = (new string('x', 100_000), new string('x', 100_000) + "y");
        await AddAsync(one);
        await AddAsync(one);
        await AddAsync(other);

        var all = (await AllAsync()).Select(stored => stored.Message).ToList();
        Assert.Equal([1, 2], all.Select(message => message.Times).Order());
        Assert.All(all, message => Assert.InRange(message.Text.Length, 200, 210));
    }

    private Task AddAsync(string text, MachineId? machine = null) => _poison.AddAsync(NudgeKind.Look, text, machine, Now, Cancellation);

    private Task TellAsync() => ChangeAsync(message => message with { IsTold = true });

    private async Task ChangeAsync(Func<PoisonMessage, PoisonMessage> change) => Assert.True(await _poison.ChangeAsync(await AllAsync(), change, Cancellation));

    private async Task<int> DueAsync(DateTimeOffset now) => await _poison.DueAsync(now, Cancellation).CountAsync(Cancellation);

    private async Task<List<StoredPoison>> AllAsync() => await _poison.AllAsync(Cancellation).ToListAsync(Cancellation);
}
