using ChatOps.Bot;

namespace ChatOps.Tests.Bot.Commands;

public sealed class CatalogCommandTests : IDisposable
{
    private readonly BotDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Theory]
    [InlineData("catalog")]
    [InlineData("blueprints")]
    public async Task Shows_everybody_in_the_conversation_what_there_is(string text)
    {
        var reply = await _desk.SayAsync(BotDesk.Scientist, text);

        Assert.Equal(Audience.Conversation, reply.Audience);
        Assert.Contains("pytorch-a100@1", await _desk.TextAsync(BotDesk.Scientist, text), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leaves_out_what_the_person_may_not_launch()
    {
        Assert.Contains("llm-finetune-8xa100", await _desk.TextAsync(BotDesk.Scientist, "catalog"), StringComparison.Ordinal);
        Assert.DoesNotContain("llm-finetune-8xa100", await _desk.TextAsync(BotDesk.Outsider, "catalog"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_no_words() =>
        Assert.Equal("I do not know what to do with \"all\". Write: catalog", await _desk.MistakeAsync(BotDesk.Scientist, "catalog all"));
}
