namespace ChatOps.Bot.Channels;

/// <summary>Where something can be said: a conversation, or a thread of it, and by what it is reached.</summary>
/// <param name="Server">In Teams the connector's address, in Slack the workspace's id.</param>
/// <param name="Conversation">The chat's own id. A thread is written as Teams does it: "19:…;messageid=…", in Slack "C…;messageid=1503435956.000247".</param>
internal sealed record Spot(string Server, string Conversation)
{
    private const string ThreadMark = ";messageid=";

    public bool IsThread => Conversation.Contains(ThreadMark, StringComparison.Ordinal);

    /// <summary>The message that the thread began with; null outside one.</summary>
    public string? Thread => Conversation.Split(ThreadMark, 2) is [_, var thread] ? thread : null;

    /// <summary>Who is in a conversation is asked of the whole of it.</summary>
    public Spot Whole => this with { Conversation = WithoutThread(Conversation) };

    /// <param name="thread">Null to stay outside.</param>
    public Spot In(string? thread) => thread is null ? this : this with { Conversation = $"{Conversation}{ThreadMark}{thread}" };

    /// <summary>The conversation that a thread is in.</summary>
    public static string WithoutThread(string conversation) => conversation.Split(ThreadMark, 2)[0];
}
