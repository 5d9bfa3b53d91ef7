using System.Globalization;
using ChatOps.Core.Machines;

namespace ChatOps.Sandbox.History;

/// <summary>What chance says about one thing: the same whenever it is asked, and whatever else it was asked about.</summary>
public sealed class Chance(int seed)
{
    private readonly Random _random = new(seed);

    public static Chance Of(string what) =>
        new(int.Parse(MachineId.FromRequest(what).Value.AsSpan(0, 7), NumberStyles.HexNumber, CultureInfo.InvariantCulture));

    public bool Is(double probability) => _random.NextDouble() < probability;

    public double Between(double least, double most) => least + (most - least) * _random.NextDouble();

    public TimeSpan Hours(double least, double most) => TimeSpan.FromMinutes(Math.Round(Between(least, most) * 60));

    public T OneOf<T>(IReadOnlyList<T> choices, Func<T, double> weight)
    {
        var at = _random.NextDouble() * choices.Sum(weight);
        foreach (var choice in choices)
            if ((at -= weight(choice)) < 0) return choice;
        return choices[^1];
    }
}
