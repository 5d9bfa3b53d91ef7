using System.Text.Json.Serialization;

namespace ChatOps.Core.Reaping.Risk;

/// <summary>What is known of a machine's past, or of all machines of an owner or of a blueprint together. A few numbers, kept as JSON.</summary>
public sealed record IdleHabits
{
    public static IdleHabits None { get; } = new() { Runs = RunLengths.None, Day = DayProfile.None };

    public required RunLengths Runs { get; init; }
    public required DayProfile Day { get; init; }

    /// <summary>Use has ended an idle run.</summary>
    /// <param name="length">From the end of the last five minutes with use to the beginning of the next, whether it was stopped meanwhile or not.</param>
    public IdleHabits Learn(TimeSpan length, DateTimeOffset at, TimeSpan halfLife) => this with { Runs = Runs.Learn(length, at, halfLife) };

    /// <summary>Half an hour has passed. One in which the machine was off had no use.</summary>
    public IdleHabits Saw(DateTimeOffset slot, bool used, TimeSpan halfLife) => this with { Day = Day.Saw(slot, used, halfLife) };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IdleHabits))]
public sealed partial class IdleHabitsJson : JsonSerializerContext;
