using System.Collections.Immutable;
using System.IO.Enumeration;

namespace ChatOps.Core.People;

/// <summary>What a team, or a person in it, may have at the same time, and what for. Null, or empty, is no limit.</summary>
public sealed record Limits
{
    public static Limits None { get; } = new();

    /// <summary>Concurrent GPUs, by model.</summary>
    public ImmutableArray<GpuLimit> Gpus { get; init; } = [];
    /// <summary>Concurrent machines, stopped ones included.</summary>
    public int? Machines { get; init; }
    /// <summary>For a calendar month in the team's time zone, in the organisation's currency.</summary>
    public decimal? MonthlyBudget { get; init; }
    /// <summary>The most expensive size: its list price per hour, in the organisation's currency. Nothing dearer is launched at all.</summary>
    public decimal? DearestPerHour { get; init; }
    /// <summary>Over it, a lease takes an approval; the blueprint's own longest lease is beyond anybody's reach.</summary>
    public TimeSpan? LongestLease { get; init; }
    /// <summary>Globs of blueprint names, e.g. <c>pytorch-*</c>.</summary>
    public ImmutableArray<string> Blueprints { get; init; } = [];
    /// <summary>Azure regions by name.</summary>
    public ImmutableArray<string> Regions { get; init; } = [];
    /// <summary>Outside of the team's hours only spot capacity is launched.</summary>
    public bool? SpotOutsideHours { get; init; }

    public bool AllowsBlueprint(string name) => Blueprints.IsEmpty || Blueprints.Any(glob => FileSystemName.MatchesSimpleExpression(glob, name));

    public bool AllowsRegion(string name) => Regions.IsEmpty || Regions.Contains(name);

    /// <summary>These, where the other ones say nothing else.</summary>
    public Limits But(Limits other) => new()
    {
        Gpus = [.. Gpus.Where(limit => other.Gpus.All(o => o.Model != limit.Model)), .. other.Gpus],
        Machines = other.Machines ?? Machines,
        MonthlyBudget = other.MonthlyBudget ?? MonthlyBudget,
        DearestPerHour = other.DearestPerHour ?? DearestPerHour,
        LongestLease = other.LongestLease ?? LongestLease,
        Blueprints = other.Blueprints.IsEmpty ? Blueprints : other.Blueprints,
        Regions = other.Regions.IsEmpty ? Regions : other.Regions,
        SpotOutsideHours = other.SpotOutsideHours ?? SpotOutsideHours,
    };
}

/// <param name="Model">A glob of GPU models as <c>gpu-sizes.json</c> has them: <c>A100*</c>, or <c>*</c> for any.</param>
public sealed record GpuLimit(string Model, int Most)
{
    public bool Covers(string model) => FileSystemName.MatchesSimpleExpression(Model, model);
}

/// <summary>Other limits for a while.</summary>
/// <param name="Who">E-mail; null for the team as a whole.</param>
/// <param name="Until">The last day, in the team's time zone.</param>
/// <param name="Reason">Why, for the audit.</param>
public sealed record LimitException(string? Who, DateOnly Until, Limits Limits, string Reason);
