using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatOps.Core.Reaping.Risk;

/// <summary>What is believed of a machine of which nothing is known yet, shipped as data (<c>resume-prior.json</c>, which says where it is from).</summary>
/// <param name="Runs">How many idle runs this belief weighs as much as.</param>
/// <param name="Tail">Of the idle runs, two to this power times fewer last twice as long.</param>
/// <param name="Hour">In which share of half hours there is use.</param>
/// <param name="Hours">How many half hours this belief weighs as much as.</param>
/// <param name="Recent">In which share of five minutes there was use lately.</param>
/// <param name="RecentBins">How many spans of five minutes this belief weighs as much as.</param>
/// <param name="Strength">How many idle runs what is known of a blueprint, and of an owner, weighs as much as, for the next narrower one.</param>
public sealed record ResumePrior(
    string Origin, double Runs, double Tail, double Hour, double Hours, double Recent, double RecentBins, double Strength, ResumeWeights Weights)
{
    public static ResumePrior Shipped { get; } = Load();

    /// <summary>How many of <see cref="Runs"/> last longer.</summary>
    public double Beyond(TimeSpan length) => Runs * Math.Pow(Math.Max(1, length / RunLengths.Shortest), -Tail);

    private static ResumePrior Load()
    {
        using var stream = typeof(ResumePrior).Assembly.GetManifestResourceStream("resume-prior.json")
            ?? throw new InvalidOperationException("resume-prior.json is not embedded.");
        return JsonSerializer.Deserialize(stream, ResumePriorJson.Default.ResumePrior)
            ?? throw new InvalidOperationException("resume-prior.json is empty.");
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ResumePrior))]
internal sealed partial class ResumePriorJson : JsonSerializerContext;
