namespace ChatOps.Sandbox.Slack;

/// <summary>Something that people see changed.</summary>
internal abstract record SlackChange
{
    public abstract bool IsSeenBy(SlackPerson person);

    /// <summary>A message that was posted, edited or removed.</summary>
    public sealed record Message(SlackMessage Of, SlackChangeKind Kind) : SlackChange
    {
        public override bool IsSeenBy(SlackPerson person) => Of.OnlyFor is { } only ? only == person : Of.Channel.Members.Contains(person);
    }

    /// <summary>A modal that was opened, changed or closed, or a Home tab that was published anew.</summary>
    public sealed record View(SlackView Of, SlackChangeKind Kind) : SlackChange
    {
        public override bool IsSeenBy(SlackPerson person) => Of.Owner == person;
    }
}

internal enum SlackChangeKind { Begun, Changed, Gone }
