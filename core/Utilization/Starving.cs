using ChatOps.Core.Words;

namespace ChatOps.Core.Utilization;

/// <summary>
/// A machine whose GPUs are used and yet wait: below half of what they could do, while the cores are all busy or wait for disks.
/// </summary>
/// <param name="Hours">Hours of whole GPUs in which that was so.</param>
/// <param name="Mean">Their mean utilization in these, from 0 to 1.</param>
/// <param name="IsOnDisk">Whether it was mostly the disks that they waited for; else the cores.</param>
/// <param name="Lost">What these hours cost, but for the part in which the GPUs worked; null where no price is known.</param>
public sealed record Starving(NamedMachine Machine, double Hours, double Mean, bool IsOnDisk, Money? Lost)
{
    /// <summary>Hours of whole GPUs from which on it is worth a word.</summary>
    private const double Least = 1;

    /// <param name="parts">All of one machine.</param>
    /// <returns>Null where it is not.</returns>
    public static Starving? Of(IReadOnlyList<UtilizationPart> parts, string currency)
    {
        var line = UtilizationLine.Of("", parts, currency);
        if (line.Sums is not { Starving: >= Least } sums) return null;
        var isPriced = parts.Any(part => part.Paid(currency) is not null && part.Sums.Starving > 0);
        return new Starving(
            NamedMachine.Of(parts[^1].Record), sums.Starving, sums.StarvingWork / sums.Starving, sums.OnDisk * 2 >= sums.Starving,
            isPriced ? new Money(line.LostCost, currency) : null);
    }
}
