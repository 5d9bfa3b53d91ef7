using ChatOps.Bot;

namespace ChatOps.Tests.Bot.Commands;

public sealed class StatusCommandTests : IDisposable
{
    private readonly BotDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task Shows_the_only_machine_without_its_name()
    {
        await _desk.HasAsync(Some.Running());

        var reply = await _desk.SayAsync(BotDesk.Scientist, "status");

        Assert.Equal(("ember-otter: Running", Audience.Conversation), (reply.Card.Title, reply.Audience));
    }

    [Fact]
    public async Task Lists_several()
    {
        await _desk.HasAsync(Some.Running());
        await _desk.HasAsync(Some.Stopped("lunar-fox"));

        Assert.Equal("Machines of scientist (2)", (await _desk.SayAsync(BotDesk.Scientist, "status")).Card.Title);
    }

    [Fact]
    public async Task Does_not_count_a_colleagues_machine_as_ones_own()
    {
        await _desk.HasAsync(Some.Running());
        await _desk.HasAsync(Some.Running("lunar-fox") with { Owner = BotDesk.Colleague.Email });

        Assert.Equal("ember-otter: Running", (await _desk.SayAsync(BotDesk.Scientist, "status")).Card.Title);
    }

    [Fact]
    public async Task Shows_a_machine_that_is_gone_by_its_name()
    {
        await _desk.HasAsync(Some.Deleted());

        Assert.Equal("ember-otter: Deleted", (await _desk.SayAsync(BotDesk.Scientist, "status ember-otter")).Card.Title);
    }

    [Fact]
    public async Task Names_the_machine_by_id_in_its_buttons()
    {
        var machine = await _desk.HasAsync(Some.Running());

        var buttons = (await _desk.SayAsync(BotDesk.Scientist, "status")).Card.Buttons;

        Assert.Equal(
            [$"connect id:{machine.Id}", $"extend id:{machine.Id} 2h", $"stop id:{machine.Id}", $"terminate id:{machine.Id}"],
            buttons.Select(b => b.Command));
    }
}
