using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace ChatOps.Core.Machines;

/// <summary>A message that was given up, because whoever took it from its queue failed each time.</summary>
public sealed record PoisonMessage
{
    private const int IdLength = 8;

    /// <summary>Eight hex digits: people type it. The same text of the same queue has the same one.</summary>
    public required string Id { get; init; }
    public required NudgeKind Kind { get; init; }
    /// <summary>The beginning of it, fit to be shown.</summary>
    public required string Text { get; init; }
    /// <summary>Null when it is about none of ours.</summary>
    public MachineId? Machine { get; init; }
    /// <summary>What people call the machine; null when that is not known.</summary>
    public string? MachineName { get; init; }
    public required DateTimeOffset FirstAt { get; init; }
    public required DateTimeOffset LastAt { get; init; }
    /// <summary>How often it was given up since <see cref="FirstAt"/>.</summary>
    public required int Times { get; init; }
    /// <summary>The admins have been shown it as it is.</summary>
    public bool IsTold { get; init; }
    /// <summary>Null while nobody has done anything about it.</summary>
    public PoisonEnd? End { get; init; }

    public static string IdOf(NudgeKind kind, string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}/{text}")))[..IdLength];

    public static bool IsId(string text) => text.Length == IdLength && text.All(char.IsAsciiHexDigitLower);
}

/// <param name="By">E-mail.</param>
/// <param name="Request">The channel's identity of the message that asked for it.</param>
public sealed record PoisonEnd(PoisonFate Fate, string By, DateTimeOffset At, string Request);

[JsonConverter(typeof(JsonStringEnumConverter<PoisonFate>))]
public enum PoisonFate { Replayed, Dropped }
