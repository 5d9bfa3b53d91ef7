using ChatOps.Bot;

namespace ChatOps.Tests.Bot.Commands;

public sealed class ExtendCommandTests : IDisposable
{
    private readonly BotDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Theory]
    [InlineData("extend 2h")]
    [InlineData("extend ember-otter by 120 minutes")]
    public async Task Moves_the_end_of_the_lease(string text)
    {
        var machine = await _desk.HasAsync(Some.Running());

        var reply = await _desk.SayAsync(BotDesk.Scientist, text);

        Assert.Equal(machine.LeaseEndsAt?.AddHours(2), (await _desk.NowAsync(machine)).LeaseEndsAt);
        Assert.Equal(("ember-otter is yours until 16:57 (in 5 h 57 min)", Audience.Conversation), (reply.Card.Title, reply.Audience));
    }

    [Fact]
    public async Task Takes_the_running_one_of_several()
    {
        await _desk.HasAsync(Some.Running());
        await _desk.HasAsync(Some.Stopped("lunar-fox"));

        Assert.StartsWith("ember-otter is yours until", (await _desk.SayAsync(BotDesk.Scientist, "extend 1h")).Card.Title, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("extend", "By how much? For example: extend 2h")]
    [InlineData("extend ember-otter", "By how much? For example: extend 2h")]
    [InlineData("extend ember-otter 90", "I do not know what to do with \"90\". Write: extend [MACHINE] TIME")]
    [InlineData("extend 21h", "ember-otter can be extended by 20 h at most: pytorch-a100 allows 1 d in one go. Try `extend ember-otter 20h`.")]
    public async Task Says_what_is_missing_or_too_much(string text, string says)
    {
        await _desk.HasAsync(Some.Running());

        Assert.Equal(says, await _desk.MistakeAsync(BotDesk.Scientist, text));
    }

    [Fact]
    public async Task Says_what_comes_after_the_longest_lease()
    {
        var machine = Some.Running();
        await _desk.HasAsync(machine with { LeaseEndsAt = machine.RunningSince + machine.LongestLease });

        Assert.StartsWith(
            "ember-otter has the longest lease that pytorch-a100 allows (1 d).",
            await _desk.MistakeAsync(BotDesk.Scientist, "extend 1h"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Has_no_lease_to_extend_before_a_machine_runs()
    {
        await _desk.HasAsync(Some.OnItsWay());

        Assert.Equal(
            "ember-otter is still on its way; its lease begins when it runs. Extend it then.",
            await _desk.MistakeAsync(BotDesk.Scientist, "extend 1h"));
    }

    [Fact]
    public async Task Has_no_lease_to_extend_once_a_machine_is_stopped()
    {
        await _desk.HasAsync(Some.Stopped());

        Assert.Equal(
            "ember-otter is stopped; only a running machine has a lease to extend. `start ember-otter` gives it a new one.",
            await _desk.MistakeAsync(BotDesk.Scientist, "extend 1h"));
    }

    [Fact]
    public async Task Leaves_a_colleagues_machine_alone()
    {
        await _desk.HasAsync(Some.Running());

        Assert.Equal(
            "ember-otter belongs to scientist. Ask them, or a manager of team vision.",
            await _desk.MistakeAsync(BotDesk.Colleague, "extend ember-otter 1h"));
    }
}
