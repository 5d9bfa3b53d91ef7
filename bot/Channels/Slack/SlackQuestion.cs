using ChatOps.Core.People;

namespace ChatOps.Bot.Channels.Slack;

/// <summary>Something that a known person asks for in Slack.</summary>
/// <param name="Trigger">Opens a form within three seconds; null where nothing was pressed and no command given.</param>
/// <param name="Back">Where else it may be answered; null for nowhere.</param>
internal sealed record SlackQuestion(string RequestId, SlackWhere Where, Person Person, SlackPerson Member, string? Trigger = null, WayBack? Back = null)
    : Question(RequestId, Where.Spot, Person, Where.Conversation);
