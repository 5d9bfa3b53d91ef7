using System.Globalization;
using ChatOps.Core.Machines;
using ChatOps.Core.Prices;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Cards;

/// <summary>How cards say what prices are worth: no bill is like the list, on which discounts are not.</summary>
internal static class PriceWords
{
    /// <summary>Behind an amount, in brackets.</summary>
    public const string Note = "estimated by list price, without disks";

    /// <summary>"Azure's list prices of 20 November 2026".</summary>
    public static string ListOf(PriceBook prices) => prices.Compute.IsEmpty
        ? $"Azure's list prices in {prices.Currency}, which could not be read yet"
        : string.Create(CultureInfo.InvariantCulture, $"Azure's list prices of {prices.ReadAt.UtcDateTime:d MMMM yyyy}");

    /// <summary>What disks cost is seen only over a day. Null where it is not known.</summary>
    public static string? DisksPerDay(Machine machine) =>
        machine.DisksPerHour * TimeSpan.FromDays(1).TotalHours is { } perDay ? $"about {perDay} a day" : null;

    public static string PerHourOr(Money? price, string unknown) => price is { } known ? $"{known} per hour" : unknown;
}
