using System.Collections.Immutable;
using ChatOps.Bot;
using ChatOps.Bot.Commands;
using ChatOps.Bot.Rendering;
using ChatOps.Core.People;
using ChatOps.Core.Words;
using ChatOps.Sandbox;
using Microsoft.Extensions.Logging;

namespace ChatOps.Tests.Bot;

public sealed class ChatBotTests : IDisposable
{
    private const string Secret = "Password=hunter2";

    private readonly BotDesk _desk = new();
    private readonly StringWriter _log = new();

    public void Dispose()
    {
        _desk.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task Answers_a_mistake_privately_and_verbatim()
    {
        var reply = await AskAsync("say", new Saying(() => throw new UserError("That is not so. Try something else.")));

        Assert.Equal(("That is not so. Try something else.", Audience.Person), (reply.Card.Title, reply.Audience));
        Assert.Empty(_log.ToString());
    }

    [Fact]
    public async Task Answers_a_bug_with_a_reference_that_the_log_has_and_nothing_of_its_text()
    {
        var reply = await AskAsync("say", new Saying(() => throw new InvalidOperationException(Secret)));

        var text = TextRenderer.Render(reply.Card);
        var reference = text.Trim().Split(' ')[^1];
        Assert.Equal(Audience.Person, reply.Audience);
        Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
        Assert.Matches("^[0-9a-f]{8}$", reference);
        Assert.Contains($"reference {reference}", _log.ToString(), StringComparison.Ordinal);
        Assert.Contains(Secret, _log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_a_word_that_it_does_not_know_as_a_mistake() =>
        Assert.StartsWith("I do not know \"sing\"", (await AskAsync("sing", [.. _desk.Commands])).Card.Title, StringComparison.Ordinal);

    [Fact]
    public async Task Runs_nothing_that_the_person_may_never_do()
    {
        var reply = await AskAsync("say", new Saying(() => throw new InvalidOperationException("It was run."), Need.Admin));

        Assert.Equal("Only admins may do that. `help` shows what you can say.", reply.Card.Title);
        Assert.Empty(_log.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("<at>GPU</at>")]
    [InlineData("/gpu")]
    public async Task Takes_saying_nothing_for_asking_for_help(string text)
    {
        var reply = await AskAsync(text, [.. _desk.Commands]);

        Assert.Equal(("What you can say", Audience.Person), (reply.Card.Title, reply.Audience));
    }

    [Fact]
    public async Task Does_not_answer_when_it_is_told_to_end()
    {
        using var told = new CancellationTokenSource();
        await told.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Bot(new Saying(() => throw new OperationCanceledException())).AnswerAsync(Request("say"), told.Token));
    }

    private Task<Reply> AskAsync(string text, params ImmutableArray<ICommand> commands) =>
        Bot(commands).AnswerAsync(Request(text), TestContext.Current.CancellationToken);

    private ChatBot Bot(params ImmutableArray<ICommand> commands) =>
        new(commands, BotDesk.Live, _desk.Time, _desk.CommandAudit, LineLogs.To(_log).CreateLogger<ChatBot>());

    private static ChatRequest Request(string text) => new("said-1", BotDesk.Scientist, BotDesk.Channel, text);

    private sealed class Saying(Func<Reply> answer, Need needs = Need.Nothing) : ICommand
    {
        public CommandSyntax Syntax { get; } = new("say", "say", "Say something.") { Needs = needs };

        public Task<Reply> RunAsync(CommandCall call, CancellationToken cancellationToken) => Task.FromResult(answer());
    }
}
