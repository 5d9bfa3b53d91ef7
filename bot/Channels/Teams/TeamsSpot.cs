namespace ChatOps.Bot.Channels.Teams;

/// <summary>Where something can be said: a conversation, or a thread of it, and the connector that it is reached by.</summary>
/// <param name="Conversation">Teams' own id.</param>
internal sealed record TeamsSpot(string ServiceUrl, string Conversation)
{
    private const string ThreadMark = ";messageid=";

    public bool IsThread => Conversation.Contains(ThreadMark, StringComparison.Ordinal);

    /// <summary>Who is in a conversation is asked of the whole of it.</summary>
    public TeamsSpot Whole => this with { Conversation = WithoutThread(Conversation) };

    /// <summary>The conversation that a thread is in.</summary>
    public static string WithoutThread(string conversation) => conversation.Split(ThreadMark, 2)[0];
}
