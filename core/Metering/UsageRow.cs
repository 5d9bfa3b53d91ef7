using System.Text.Json.Serialization;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Machines;
using ChatOps.Core.Words;

namespace ChatOps.Core.Metering;

/// <summary>
/// Stretches of one machine as a row of the ledger has them. All can be set after it was made, which reads twice as fast as records do: a report
/// reads hundreds of thousands of stretches.
/// </summary>
internal sealed class UsageRow : StretchRow
{
    public MachineId Machine { get; set; }
    public string Name { get; set; } = "";
    public string Owner { get; set; } = "";
    public string Team { get; set; } = "";
    public string? Project { get; set; }
    public BlueprintRef? Blueprint { get; set; }
    public bool Spot { get; set; }
    public bool Failed { get; set; }
    /// <summary>Null in rows of an older version, which are one stretch themselves.</summary>
    public List<StretchRow>? Stretches { get; set; }

    /// <param name="records">Of one machine.</param>
    public static UsageRow Of(IReadOnlyList<UsageRecord> records)
    {
        var first = records[0];
        return new UsageRow
        {
            Machine = first.Machine,
            Name = first.Name,
            Owner = first.Owner,
            Team = first.Team,
            Project = first.Project,
            Blueprint = first.Blueprint,
            Spot = first.Spot,
            Failed = first.Failed,
            Size = first.Size,
            Region = first.Region,
            Stretches = [.. records.Select(record => Of(record, first))],
        };
    }

    [JsonIgnore]
    public IEnumerable<UsageRecord> Records => Stretches is null ? [Record(this)] : Stretches.Select(Record);

    private UsageRecord Record(StretchRow stretch) => new()
    {
        Machine = Machine,
        Name = Name,
        Owner = Owner,
        Team = Team,
        Project = Project,
        Blueprint = Blueprint ?? throw new InvalidOperationException($"What {Machine} was billed for is of no blueprint."),
        Spot = Spot,
        Failed = Failed,
        Kind = stretch.Kind,
        Size = stretch.Size ?? Size ?? "",
        Region = stretch.Region ?? Region ?? "",
        From = stretch.From,
        To = stretch.To,
        Billed = stretch.Billed ?? stretch.To - stretch.From,
        PerHour = stretch.PerHour,
        ListPerHour = stretch.ListPerHour,
        BeforePerHour = stretch.BeforePerHour,
        ReapedUntil = stretch.ReapedUntil,
    };
}

/// <summary>What tells one stretch from another.</summary>
internal class StretchRow
{
    public UsageKind Kind { get; set; }
    /// <summary>Null where it is that of the row.</summary>
    public string? Size { get; set; }
    /// <inheritdoc cref="Size"/>
    public string? Region { get; set; }
    public DateTimeOffset From { get; set; }
    public DateTimeOffset To { get; set; }
    /// <summary>Null for all of the time between the two.</summary>
    public TimeSpan? Billed { get; set; }
    public Money? PerHour { get; set; }
    public Money? ListPerHour { get; set; }
    public Money? BeforePerHour { get; set; }
    public DateTimeOffset? ReapedUntil { get; set; }

    protected static StretchRow Of(UsageRecord record, UsageRecord first) => new()
    {
        Kind = record.Kind,
        Size = record.Size == first.Size ? null : record.Size,
        Region = record.Region == first.Region ? null : record.Region,
        From = record.From,
        To = record.To,
        Billed = record.Billed == record.To - record.From ? null : record.Billed,
        PerHour = record.PerHour,
        ListPerHour = record.ListPerHour,
        BeforePerHour = record.BeforePerHour,
        ReapedUntil = record.ReapedUntil,
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(UsageRow))]
internal sealed partial class UsageRowJson : JsonSerializerContext;
