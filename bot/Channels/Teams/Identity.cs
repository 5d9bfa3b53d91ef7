using ChatOps.Core.People;

namespace ChatOps.Bot.Channels.Teams;

/// <summary>Who has said something.</summary>
internal abstract record Identity
{
    public sealed record Known(Person Person, TeamsPerson Teams) : Identity;

    /// <param name="Sentence">What they are told.</param>
    public sealed record Nobody(string Sentence) : Identity;

    private Identity() { }
}
