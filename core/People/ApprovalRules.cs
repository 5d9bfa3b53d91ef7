using System.Collections.Immutable;
using System.IO.Enumeration;

namespace ChatOps.Core.People;

/// <summary>What takes an approval besides a limit that is reached, and how long one may take.</summary>
public sealed record ApprovalRules
{
    public static ApprovalRules Default { get; } = new();

    /// <summary>How long a request waits; the next level is asked at half of it.</summary>
    public TimeSpan Expire { get; init; } = TimeSpan.FromHours(4);
    /// <summary>What costs more takes one approver, in the organisation's currency; null for no such rule.</summary>
    public decimal? OneAbove { get; init; }
    /// <summary>What costs more takes two.</summary>
    public decimal? TwoAbove { get; init; }
    /// <summary>Globs of blueprints that always take one.</summary>
    public ImmutableArray<string> Restricted { get; init; } = [];

    public bool Restricts(string blueprint) => Restricted.Any(glob => FileSystemName.MatchesSimpleExpression(glob, blueprint));
}
