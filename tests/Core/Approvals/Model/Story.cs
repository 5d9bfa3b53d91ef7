using System.Collections.Immutable;

namespace ChatOps.Tests.Core.Approvals.Model;

/// <summary>
/// What happens: somebody says something, or something happens by itself. Machines, requests and messages are meant by a number, of those
/// that there are by then.
/// </summary>
internal abstract record Act
{
    /// <summary>Stands for the owner of a machine, and for who asked for a request.</summary>
    public const string Owner = "";

    /// <summary>Stands for somebody who has been asked to approve.</summary>
    public const string Asked = "?";

    public sealed record Launch(string Who, string Team, int Gpus, int Hours, bool InChannel) : Act;

    public sealed record Start(string Who, int Machine) : Act;

    public sealed record Stop(string Who, int Machine) : Act;

    public sealed record Terminate(string Who, int Machine) : Act;

    /// <param name="Gpus">Fewer than were asked for, or more; null for as many.</param>
    public sealed record Approve(string Who, int Request, int? Gpus, int? Hours) : Act;

    public sealed record Deny(string Who, int Request) : Act;

    public sealed record Cancel(string Who, int Request) : Act;

    /// <summary>The chat delivers a message once more.</summary>
    /// <param name="Message">0 for the last.</param>
    public sealed record Again(int Message) : Act;

    /// <summary>A machine goes on, as the engine would have it.</summary>
    /// <param name="IsEvicted">Azure takes it back, if it runs.</param>
    public sealed record GoOn(int Machine, bool IsEvicted) : Act;

    /// <summary>Looks at the requests that are due.</summary>
    public sealed record Sweep : Act;

    public sealed record Deliver : Act;

    /// <summary>All machines have time to become what is wanted of them.</summary>
    public sealed record Settle : Act;

    public sealed record Wait(int Minutes) : Act;

    /// <summary>The policy is another from now on.</summary>
    public sealed record Reload(Rules Rules) : Act;

    private Act() { }
}

/// <summary>What changes in the policy.</summary>
/// <param name="Vision">A100s of team vision.</param>
/// <param name="Each">A100s of each person in a team.</param>
/// <param name="Speech">A100s of team speech.</param>
/// <param name="HasManager2">Whether manager2 is a manager of vision.</param>
/// <param name="HasScientist">Whether scientist is in vision.</param>
internal sealed record Rules(int Vision, int Each, int Speech, bool HasManager2 = true, bool HasScientist = true)
{
    public static Rules First { get; } = new(3, 2, 2);
}

/// <summary>What comes in between, while a program does something.</summary>
/// <param name="At">How many times it has called a table or the chat by then; before and after a write are two.</param>
internal abstract record Trouble(int At)
{
    /// <summary>The program ends here; another takes its place.</summary>
    public sealed record Dies(int At) : Trouble(At);

    /// <summary>The call fails: before a write nothing is written, after it nobody hears of it.</summary>
    public sealed record Fails(int At) : Trouble(At);

    /// <summary>The other program does something.</summary>
    public sealed record Meanwhile(int At, Act Act) : Trouble(At);

    /// <summary>The call takes long.</summary>
    public sealed record Hangs(int At, int Minutes) : Trouble(At);
}

/// <param name="Program">Which of the two does it.</param>
internal sealed record Turn(int Program, Act Act, ImmutableArray<Trouble> Troubles)
{
    public override string ToString() => $"{"AB"[Program]}: {Act}{string.Concat(Troubles.Select(trouble => $"\n      {trouble}"))}";
}

internal sealed record Story(ImmutableArray<Turn> Turns)
{
    public override string ToString() => string.Join('\n', Turns);
}
