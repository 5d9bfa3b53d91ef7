using ChatOps.Core.People;

namespace ChatOps.Bot.Channels;

/// <summary>Who has said something.</summary>
/// <typeparam name="TMember">What the chat knows of a person.</typeparam>
internal abstract record Identity<TMember>
{
    public sealed record Known(Person Person, TMember Member) : Identity<TMember>;

    /// <param name="Sentence">What they are told.</param>
    public sealed record Nobody(string Sentence) : Identity<TMember>;

    private Identity() { }
}
