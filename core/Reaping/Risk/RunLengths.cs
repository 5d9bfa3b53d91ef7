using System.Collections.Immutable;

namespace ChatOps.Core.Reaping.Risk;

/// <summary>
/// How long idle runs lasted that use has ended: how many there were of each length, where one counts half as much after each half-life.
/// Lengths are spaced by their logarithm, two bins for each doubling, because idle runs last from minutes to weeks and are equally common
/// over each doubling.
/// </summary>
public sealed record RunLengths
{
    /// <summary>What is shorter is no idle run: use is looked at in bins of five minutes.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMinutes(5);

    private const int Bins = 24;
    private const double BinsPerDoubling = 2;

    public static RunLengths None { get; } = new() { Weights = [.. new double[Bins]], At = DateTimeOffset.UnixEpoch };

    /// <summary>By length; the first begins at five minutes, the last, at ten days, has no end. As of <see cref="At"/>.</summary>
    public required ImmutableArray<double> Weights { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <param name="at">When use ended the run; they may come in any order.</param>
    public RunLengths Learn(TimeSpan length, DateTimeOffset at, TimeSpan halfLife)
    {
        if (length < Shortest) return this;
        var newest = at > At ? at : At;
        var (old, weight) = (Decay(newest - At, halfLife), Decay(newest - at, halfLife));
        var weights = Weights.ToBuilder();
        for (var i = 0; i < weights.Count; i++) weights[i] *= old;
        weights[Math.Min(Bins - 1, (int)(BinsPerDoubling * Math.Log2(length / Shortest)))] += weight;
        return new() { Weights = weights.MoveToImmutable(), At = newest };
    }

    /// <summary>How many runs lasted longer than this, by what they weigh now. Within a bin they are spread evenly by the logarithm.</summary>
    public double Beyond(TimeSpan length, DateTimeOffset now, TimeSpan halfLife)
    {
        var place = length <= Shortest ? 0 : BinsPerDoubling * Math.Log2(length / Shortest);
        var sum = 0.0;
        for (var i = (int)Math.Min(place, Bins - 1); i < Weights.Length; i++) sum += Weights[i] * Math.Clamp(i + 1 - place, 0, 1);
        return sum * Decay(now - At, halfLife);
    }

    private static double Decay(TimeSpan age, TimeSpan halfLife) => age <= TimeSpan.Zero ? 1 : double.Exp2(-(age / halfLife));
}
