using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.Prices;
using ChatOps.Core.Sizes;
using ChatOps.Core.Words;

namespace ChatOps.Core.Approvals;

/// <summary>What somebody wants, as far as the policy cares.</summary>
public sealed record Asked
{
    public required AskedKind Kind { get; init; }
    /// <summary>Identity of the chat message that asks; the order that it leads to has the same.</summary>
    public required string Request { get; init; }
    /// <summary>Whose machine it is or will be; who asks may be its manager.</summary>
    public required string Owner { get; init; }
    public required Team Team { get; init; }
    /// <summary>The one that it is about. What it uses now is not counted beside what it is to use.</summary>
    public required MachineId Machine { get; init; }
    public required string Blueprint { get; init; }
    /// <summary>Where it may be built, in order: those that the policy allows are what is left of it.</summary>
    public required ImmutableArray<Placement> Placements { get; init; }
    public required bool Spot { get; init; }
    /// <summary>From Running to its end.</summary>
    public required TimeSpan Lease { get; init; }
    /// <summary>How much of it is paid for newly.</summary>
    public required TimeSpan Paid { get; init; }
    /// <summary>By which all of it is decided, and which a machine keeps that it leads to.</summary>
    public required PriceBook Prices { get; init; }
    /// <summary>What its machine costs per hour, which keeps the price that it has; null for what is priced newly.</summary>
    public Money? Kept { get; init; }

    /// <summary>Of the models that the limit is about; the most that it may turn out to take. None is taken by keeping what one has.</summary>
    public int Gpus(GpuLimit limit) => Kind == AskedKind.Extend ? 0 : Placements.Max(place => Use.GpusOf(place.Size, limit));

    public GpuSize Size => SizeCatalog.Get(Placements[0].Size);

    public Money? PerHour => PerHourIn(Placements[0]);

    /// <summary>List price; where none is known for spot capacity, that of the other, which is never exceeded. Null where neither is.</summary>
    public Money? PerHourIn(Placement place) =>
        Kept ?? Prices.PerHour(place.Size, place.Region, Spot) ?? Prices.PerHour(place.Size, place.Region, spot: false);

    /// <summary>Of what is paid for newly, without disks; null where no price is known.</summary>
    public decimal? Cost => PerHour is { } price ? (price * Paid.TotalHours).Amount : null;
}

[JsonConverter(typeof(JsonStringEnumConverter<AskedKind>))]
public enum AskedKind { Launch, Extend, Resize, Start }
