using ChatOps.Core.People;

namespace ChatOps.Bot.Channels.Teams;

/// <summary>Something that a known person asks for in Teams.</summary>
internal sealed record TeamsQuestion(Incoming Incoming, Person Person, Conversation Conversation)
    : Question(Incoming.RequestId, Incoming.Spot, Person, Conversation);
