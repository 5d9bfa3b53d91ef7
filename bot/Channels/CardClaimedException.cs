namespace ChatOps.Bot.Channels;

/// <summary>Another program is posting this card at the moment. Which state it shows is not known here, so that it is to be shown again.</summary>
internal sealed class CardClaimedException() : BusyConversationException("Another program is just posting this card.");
