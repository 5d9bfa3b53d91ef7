using ChatOps.Core.People;
using ChatOps.Core.State;
using Microsoft.Extensions.Logging;

namespace ChatOps.Bot.Channels.Teams;

/// <summary>Microsoft Teams as a chat of the product: what comes in, and the channel that goes out.</summary>
public sealed class TeamsChat
{
    /// <summary>As in <see cref="Conversation.Channel"/>.</summary>
    public const string ChannelName = "teams";

    /// <param name="table">Opens a table by its name.</param>
    public TeamsChat(
        TeamsSite site, Func<string, ITable> table, Policy policy, ChatBot bot, CardViews views, TimeProvider time, ILoggerFactory logs)
    {
        Channel = new TeamsChannel();
    }

    public TeamsChannel Channel { get; }

    /// <summary>An activity, as the Bot Connector posts it.</summary>
    /// <param name="authorization">The header; null for none.</param>
    /// <param name="body">The activity as JSON. Nothing of it is used before the token is found to be good.</param>
    public Task<TeamsAnswer> HandleAsync(string? authorization, Stream body, CancellationToken cancellationToken) => throw new NotImplementedException();
}
