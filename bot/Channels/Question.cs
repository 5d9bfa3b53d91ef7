using ChatOps.Core.People;

namespace ChatOps.Bot.Channels;

/// <summary>Something that a known person asks for.</summary>
/// <param name="RequestId">Also the durable identity of what was asked: the same one acts once, however often it comes.</param>
/// <param name="Spot">Where it was said, with the thread.</param>
/// <param name="Conversation">The same to the product.</param>
internal record Question(string RequestId, Spot Spot, Person Person, Conversation Conversation);
