using ChatOps.Core.Machines;
using ChatOps.Core.Words;

namespace ChatOps.Tests.Core.Orders;

/// <summary>The machine has run for one hour of its four; its blueprint allows 24 in one go.</summary>
public sealed class ExtendTests : IDisposable
{
    private static readonly DateTimeOffset End = Machines.Situations.Now.AddHours(3);

    private readonly OrderDesk _desk = new();
    private int _said;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _desk.Dispose();

    [Theory]
    [InlineData(60)]
    [InlineData(20 * 60)]
    public async Task Moves_the_end_of_the_lease(int minutes)
    {
        var id = await _desk.PutAsync(Phase.Running);

        await ExtendAsync(id, TimeSpan.FromMinutes(minutes));

        Assert.Equal(End.AddMinutes(minutes), (await _desk.ReadAsync(id)).LeaseEndsAt);
    }

    [Fact]
    public async Task Records_who_extended_it()
    {
        var id = await _desk.PutAsync(Phase.Running);

        await ExtendAsync(id, TimeSpan.FromMinutes(90));

        Assert.Equal(
            [new MachineEvent(_desk.Time.Now, EventKind.LeaseSet, "Lease extended by 1 h 30 min", "scientist@contoso.example")],
            await _desk.HistoryAsync(id));
    }

    [Fact]
    public async Task Warns_anew()
    {
        var id = await _desk.PutAsync(
            Phase.Running,
            m => m with { LeaseEndsAt = _desk.Time.Now.AddMinutes(5), Warned = TimeSpan.FromMinutes(10), WarnedAt = _desk.Time.Now });

        var machine = await ExtendAsync(id, TimeSpan.FromHours(1));

        Assert.Equal((null, null), (machine.Warned, machine.WarnedAt));
    }

    [Fact]
    public async Task Suggests_the_most_that_is_allowed()
    {
        var id = await _desk.PutAsync(Phase.Running);

        Assert.Equal(
            "ember-otter can be extended by 20 h at most: pytorch-a100 allows 1 d in one go. Try `extend ember-otter 20h`.",
            await MistakeAsync(id, TimeSpan.FromMinutes((20 * 60) + 1)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3599)]
    [InlineData(5432)]
    public async Task Accepts_what_it_suggests(int secondsOff)
    {
        var id = await _desk.PutAsync(Phase.Running, m => m with { LeaseEndsAt = End.AddSeconds(secondsOff) });
        var suggested = (await MistakeAsync(id, TimeSpan.FromDays(3))).Split("`extend ember-otter ")[1].TrimEnd('.', '`');

        Assert.True(Durations.TryParse(suggested, out var by), suggested);
        Assert.True((await ExtendAsync(id, by)).LeaseEndsAt > _desk.Time.Now.AddHours(22));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(59)]
    public async Task Says_that_there_is_nothing_left_to_extend_by(int secondsLeft)
    {
        var id = await _desk.PutAsync(Phase.Running, m => m with { LeaseEndsAt = _desk.Time.Now.AddHours(23).AddSeconds(-secondsLeft) });

        Assert.StartsWith("ember-otter has the longest lease that pytorch-a100 allows (1 d). Save your work;", await MistakeAsync(id, TimeSpan.FromHours(1)));
    }

    // The end was put off because the warning came late; whoever extends by less than that must not lose it.
    [Fact]
    public async Task Never_brings_the_end_nearer()
    {
        var id = await _desk.PutAsync(
            Phase.Running,
            m => m with { LeaseEndsAt = _desk.Time.Now.AddMinutes(-5), Warned = TimeSpan.FromMinutes(10), WarnedAt = _desk.Time.Now });
        var before = Lease.End(await _desk.ReadAsync(id));

        Assert.Equal(before.AddMinutes(5), Lease.End(await ExtendAsync(id, TimeSpan.FromMinutes(5))));
    }

    // All programs slept through its end; an end in the past would stop it at once, and without a warning.
    [Fact]
    public async Task Extends_from_now_what_nobody_has_ended_in_time()
    {
        var id = await _desk.PutAsync(Phase.Running, m => m with { LeaseEndsAt = _desk.Time.Now.AddMinutes(-90) });

        var machine = await ExtendAsync(id, TimeSpan.FromHours(1));

        Assert.Equal((_desk.Time.Now.AddHours(1), null), (machine.LeaseEndsAt, machine.Warned));
    }

    private async Task<Machine> ExtendAsync(MachineId id, TimeSpan by) =>
        (await SpokenOrders.DoneAsync(_desk.Governed.ExtendAsync(People.Scientist, id, by, $"message-{++_said}", Cancellation))).Machine;

    private async Task<string> MistakeAsync(MachineId id, TimeSpan by) => (await Assert.ThrowsAsync<UserError>(() => ExtendAsync(id, by))).Message;
}
