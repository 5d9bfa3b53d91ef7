namespace ChatOps.Core.Alerts;

/// <summary>Something that costs, or keeps people waiting, and what can be done about it.</summary>
/// <param name="Cause">The same as long as the same is the matter: nobody is told of it twice.</param>
/// <param name="Title">What is the matter.</param>
/// <param name="Seen">The numbers, as a sentence.</param>
/// <param name="Advice">What to do.</param>
/// <param name="Command">What to look at, as it is typed.</param>
public sealed record Alert(string Cause, string Title, string Seen, string Advice, string Command);
