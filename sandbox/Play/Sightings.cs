using ChatOps.Bot.Rendering;
using ChatOps.Sandbox.Chat;

namespace ChatOps.Sandbox.Play;

/// <summary>What was shown since the last line in which somebody did something, and what a scenario expects of it.</summary>
internal sealed class Sightings
{
    /// <summary>A message comes once more each time that it changes; what <c>! show</c> has printed is none.</summary>
    private readonly List<(ChatMessage? Message, string Text)> _shown = [];

    public void Clear() => _shown.Clear();

    public void Add(ChatMessage message) => _shown.Add((message, TextRenderer.Render(message.Card)));

    public void Add(string printed) => _shown.Add((null, printed));

    /// <param name="chat">Where it is to be seen; null for anywhere.</param>
    /// <exception cref="ExpectationException">It was seen, or was not.</exception>
    public void Expect(string text, string? chat, bool wanted)
    {
        if (Counted(text, chat) > 0 != wanted) throw Wrong($"{(wanted ? "Nobody" : "Somebody")} was shown", text, chat);
    }

    /// <summary>In one message only, and there once; how often that was edited does not matter.</summary>
    /// <inheritdoc cref="Expect"/>
    public void ExpectOnce(string text, string? chat)
    {
        var times = Counted(text, chat);
        if (times != 1) throw Wrong($"{times} times people were shown", text, chat);
    }

    private int Counted(string text, string? chat) => In(chat)
        .GroupBy(shown => shown.Message?.ViewOf ?? shown.Message)
        .Sum(message => message.Max(shown => shown.Text.Split(text).Length - 1));

    private IEnumerable<(ChatMessage? Message, string Text)> In(string? chat) =>
        _shown.Where(shown => chat is null || shown.Message?.Conversation.Channel == chat);

    private ExpectationException Wrong(string what, string text, string? chat)
    {
        var seen = In(chat).Select(shown => shown.Text).ToList();
        return new ExpectationException($"{what} \"{text}\"{(chat is null ? "" : $" in {chat}")}. "
            + $"Since the last line with @, ! teams or ! slack there was: {(seen.Count == 0 ? "nothing" : $"\n{string.Join('\n', seen)}")}");
    }
}
