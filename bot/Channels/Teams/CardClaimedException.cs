namespace ChatOps.Bot.Channels.Teams;

/// <summary>Another program is posting this card at the moment. Which one it shows is not known here, so that it is to be shown again.</summary>
internal sealed class CardClaimedException() : Exception("Another program is just posting this card.");
