namespace ChatOps.Bot.Channels.Teams;

/// <summary>Where something can be said: a conversation, or a thread of it, and the connector that it is reached by.</summary>
/// <param name="Conversation">Teams' own id.</param>
internal sealed record TeamsSpot(string ServiceUrl, string Conversation)
{
    private const string ThreadMark = ";messageid=";

    public bool IsThread => Conversation.Contains(ThreadMark, StringComparison.Ordinal);

    /// <summary>The conversation that a thread is in.</summary>
    public static string WithoutThread(string conversation) => conversation.Split(ThreadMark, 2)[0];
}
