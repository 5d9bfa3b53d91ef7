using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ChatOps.Core.Machines;

namespace ChatOps.Core.Approvals;

/// <summary>What the policy says to what is asked, with every rule that had something to say.</summary>
/// <param name="Findings">In the order of the rules; those that are fine are among them.</param>
public abstract record Decision(ImmutableArray<Finding> Findings)
{
    /// <param name="Placements">Those that the policy allows, in order.</param>
    public sealed record Allowed(ImmutableArray<Finding> Findings, ImmutableArray<Placement> Placements) : Decision(Findings);

    /// <param name="Approvers">Who is asked first, by e-mail; never the person who asks.</param>
    /// <param name="Count">How many of them must approve.</param>
    public sealed record NeedsApproval(
        ImmutableArray<Finding> Findings, ImmutableArray<Placement> Placements, ImmutableArray<string> Approvers, int Count) : Decision(Findings)
    {
        public ImmutableArray<Finding> Reasons => [.. Findings.Where(finding => finding.Says == Says.Ask)];
    }

    public sealed record Refused(ImmutableArray<Finding> Findings) : Decision(Findings)
    {
        public Finding Because => Findings.First(finding => finding.Says == Says.No);
    }
}

/// <summary>What one rule says.</summary>
/// <param name="Text">With the numbers, for people: "vision uses 8 of 8 A100 GPUs; this needs 1 more."</param>
/// <param name="Approvers">How many it takes where it asks for approval.</param>
public sealed record Finding(PolicyRule Rule, Says Says, string Text, int Approvers = 1);

[JsonConverter(typeof(JsonStringEnumConverter<Says>))]
public enum Says
{
    Fine,
    /// <summary>Somebody has to approve it.</summary>
    Ask,
    /// <summary>Nobody can approve it.</summary>
    No,
}

/// <summary>The policy's rules, as docs/policy.md has them.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PolicyRule>))]
public enum PolicyRule
{
    Blueprints, Regions, DearestSize, SpotOutsideHours,
    TeamGpus, PersonGpus, TeamMachines, PersonMachines, TeamBudget, PersonBudget,
    LongestLease, Restricted, Cost, Approvers,
}
