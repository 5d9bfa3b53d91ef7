namespace ChatOps.Bot;

/// <summary>Somebody else is saying something there, or too much is being said. It is no fault; what there is to tell is told a little later.</summary>
public class BusyConversationException(string message) : Exception(message);
