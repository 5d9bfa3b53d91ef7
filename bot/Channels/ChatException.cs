namespace ChatOps.Bot.Channels;

/// <summary>The chat could not be reached, or did not do what it was asked for. It may do it later.</summary>
internal abstract class ChatException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>It was asked and gave no answer that says so: nobody knows whether it has done it.</summary>
    public bool MayBeDone { get; init; }
}
