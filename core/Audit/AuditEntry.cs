using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChatOps.Core.Words;

namespace ChatOps.Core.Audit;

/// <summary>One thing that somebody did, or that the product did by itself, with all that an auditor asks of it.</summary>
public sealed record AuditEntry
{
    private const int LongestText = 1000;
    private const int LongestName = 200;

    /// <summary>Its own: the same thing written down twice is recorded once. Safe in a row's key.</summary>
    public required string Id { get; init; }
    [JsonConverter(typeof(AuditTimeJson))] public required DateTimeOffset At { get; init; }
    /// <summary>E-mail; null for the product itself.</summary>
    public string? Who { get; init; }
    /// <summary>Where it was said, as <see cref="People.Conversation.Key"/>; null where nobody said it.</summary>
    public string? Channel { get; init; }
    /// <summary>"command launch", "machine Running", "request Approved", "policy Reloaded".</summary>
    public required string Action { get; init; }
    /// <summary>What it was done to: a machine's name, a request's number.</summary>
    public string? On { get; init; }
    /// <summary>The machine's id, where there is one.</summary>
    public string? Machine { get; init; }
    public string? Team { get; init; }
    /// <summary>What became of it: "done", "refused", or a sentence.</summary>
    public required string Outcome { get; init; }
    public string? Reason { get; init; }
    /// <summary>What a person wrote or pressed; null where nobody said anything.</summary>
    public string? Said { get; init; }

    /// <summary>Fit to be kept: on one line, with nothing invisible in it, and so short that a hundred of them fit into a transaction.</summary>
    internal AuditEntry Fit() => this with
    {
        Who = Fit(Who, LongestName),
        Channel = Fit(Channel, LongestName),
        Action = Echo.Of(Action, LongestName),
        On = Fit(On, LongestName),
        Team = Fit(Team, LongestName),
        Outcome = Echo.Of(Outcome, LongestText),
        Reason = Fit(Reason, LongestText),
        Said = Fit(Said, LongestName),
    };

    private static string? Fit(string? text, int longest) => text is null ? null : Echo.Of(text, longest);
}

/// <summary>A row of the chain: an entry in its place.</summary>
/// <param name="Seq">From 1, without a gap.</param>
/// <param name="Previous">The hash of the entry before.</param>
/// <param name="Hash">Of all the rest, see <see cref="AuditChain"/>.</param>
public sealed record SealedEntry(long Seq, string Previous, AuditEntry Entry, string Hash);

/// <summary>Always the same text for the same moment, because it is hashed: UTC, to the tick.</summary>
internal sealed class AuditTimeJson : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(Text(value));

    public static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture);
}

/// <summary>The documents of the audit.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AuditEntry))]
[JsonSerializable(typeof(SealedEntry))]
[JsonSerializable(typeof(AuditHead))]
internal sealed partial class AuditJson : JsonSerializerContext;
