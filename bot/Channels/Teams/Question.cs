using ChatOps.Core.People;

namespace ChatOps.Bot.Channels.Teams;

/// <summary>Something that a known person asks for.</summary>
internal sealed record Question(Incoming Incoming, Person Person, Conversation Conversation);
