using ChatOps.Core.Machines;
using ChatOps.Core.State;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Core.State;

public sealed class NameStoreTests : IDisposable
{
    private const string Name = "ember-otter";

    private static readonly MachineId One = SampleMachine.Of("1").Id;
    private static readonly MachineId Two = SampleMachine.Of("2").Id;

    private readonly TempFolder _folder = new();
    private readonly SettableTime _time = new();
    private readonly MachineStore _machines;
    private readonly NameStore _names;

    public NameStoreTests()
    {
        _machines = new MachineStore(new SqliteTable(_folder.At("state.db"), "machines"), new Nudges());
        _names = new NameStore(new SqliteTable(_folder.At("state.db"), "names"), _machines, _time);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Reserves_a_free_name() => Assert.True(await ReserveAsync(One));

    [Fact]
    public async Task Reserves_another_name_for_another_machine()
    {
        await ReserveAsync(One);

        Assert.True(await _names.TryReserveAsync("lunar-fox", Two, Cancellation));
    }

    [Fact]
    public async Task Reserves_it_again_for_the_same_machine()
    {
        await ReserveAsync(One);

        Assert.True(await ReserveAsync(One));
    }

    [Fact]
    public async Task Refuses_the_name_of_a_live_machine()
    {
        await ReserveAsync(One);
        await _machines.CreateAsync(SampleMachine.FirstStep("1"), Cancellation);
        _time.Advance(TimeSpan.FromDays(365));

        Assert.False(await ReserveAsync(Two));
    }

    [Fact]
    public async Task Frees_the_name_of_a_machine_that_is_gone()
    {
        await ReserveAsync(One);
        await LiveAndGoAsync("1");

        Assert.True(await ReserveAsync(Two));
    }

    [Fact]
    public async Task Refuses_a_name_whose_machine_may_just_be_being_written()
    {
        await ReserveAsync(One);
        _time.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromTicks(1));

        Assert.False(await ReserveAsync(Two));
    }

    [Fact]
    public async Task Frees_a_name_whose_machine_was_never_written()
    {
        await ReserveAsync(One);
        _time.Advance(TimeSpan.FromMinutes(10));

        Assert.True(await ReserveAsync(Two));
        Assert.False(await ReserveAsync(One));
    }

    // A request delivered again long after the first crashed: from now on its machine may just be being written.
    [Fact]
    public async Task Counts_the_time_of_a_reservation_from_the_last_one()
    {
        await ReserveAsync(One);
        _time.Advance(TimeSpan.FromMinutes(9));
        await ReserveAsync(One);
        _time.Advance(TimeSpan.FromMinutes(9));

        Assert.False(await ReserveAsync(Two));
    }

    [Fact]
    public async Task Lets_one_of_many_have_a_name()
    {
        var won = await Task.WhenAll("0123456789abcdef".Select(digit => Task.Run(() => ReserveAsync(SampleMachine.Of($"{digit}").Id), Cancellation)));

        Assert.Single(won, true);
    }

    [Fact]
    public async Task Finds_the_machine_that_has_a_name()
    {
        await ReserveAsync(One);
        await _machines.CreateAsync(SampleMachine.FirstStep("1"), Cancellation);

        Assert.Equal(One, (await _names.FindAsync(Name, Cancellation))?.Id);
    }

    [Fact]
    public async Task Finds_the_machine_that_last_had_a_name()
    {
        await ReserveAsync(One);
        await LiveAndGoAsync("1");

        Assert.True((await _names.FindAsync(Name, Cancellation))?.IsGone);
    }

    [Fact]
    public async Task Finds_nothing_by_a_name_that_is_only_reserved()
    {
        await ReserveAsync(One);

        Assert.Null(await _names.FindAsync(Name, Cancellation));
    }

    [Fact]
    public async Task Finds_nothing_by_an_unknown_name() => Assert.Null(await _names.FindAsync(Name, Cancellation));

    private Task<bool> ReserveAsync(MachineId machine) => _names.TryReserveAsync(Name, machine, Cancellation);

    private async Task LiveAndGoAsync(string id)
    {
        await _machines.CreateAsync(SampleMachine.FirstStep(id), Cancellation);
        var read = await _machines.GetAsync(SampleMachine.Of(id).Id, Cancellation) ?? throw new InvalidOperationException($"{id} is not live.");
        Assert.True(await _machines.SaveAsync(read, new Step(read.Machine.Gone(), _time.Now), Cancellation));
    }
}
