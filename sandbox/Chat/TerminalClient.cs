using ChatOps.Bot;
using ChatOps.Core.People;
using ChatOps.Core.Words;
using ChatOps.Sandbox.Programs;

namespace ChatOps.Sandbox.Chat;

/// <summary>The terminal: what people say is handed to the program as it is.</summary>
/// <param name="opening">
/// A world that is opened again counts from one again, perhaps at the same time of its clock: that is no request delivered twice.
/// </param>
internal sealed class TerminalClient(IProgram program, SandboxChat chat, TimeProvider time, string opening) : IChatClient
{
    private int _said;

    public string Chat => SandboxChat.ChannelName;

    public Person? Outsider(string handle) => null;

    public Delivery Say(Person person, string? channel, string text)
    {
        if (channel is null) return Say(person, text, Conversation.Direct(SandboxChat.ChannelName, person.Email));
        if (person.IsAdmin || person.Teams.Any(t => t.Channel == channel))
            return Say(person, text, new Conversation(SandboxChat.ChannelName, channel, IsDirect: false));
        var channels = person.Teams.Select(t => t.Channel).OfType<string>();
        throw new UserError($"{person.Handle} is not in #{channel}.{NearMiss.Hint(channel, channels)}");
    }

    public Task<Delivery> PressAsync(Person person, string label, string? machine, CancellationToken cancellationToken)
    {
        var (message, button) = chat.FindButton(Chat, person, label, machine);
        return Task.FromResult(Say(person, button.Command, message.Conversation));
    }

    public Delivery Edit(Person person, string text) => throw new UserError("In the terminal nothing is edited: play it with --channel teams or slack.");

    public Delivery Submit(Person person, IReadOnlyDictionary<string, string> values)
    {
        var (message, form) = chat.FindForm(Chat, person);
        return Say(person, form.Say(values), message.Conversation);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Delivery Say(Person person, string text, Conversation conversation)
    {
        var request = new ChatRequest($"{conversation.Key}/{time.GetUtcNow().UtcTicks}/{++_said}{opening}", person, conversation, text);
        return new Delivery(async cancellationToken =>
        {
            if (await program.AnswerAsync(request, cancellationToken) is not { } reply) return false;
            chat.Answer(request, reply);
            return true;
        });
    }
}
