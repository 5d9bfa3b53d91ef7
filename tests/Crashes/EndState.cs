using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ChatOps.Bot.Rendering;
using ChatOps.Core.State;
using ChatOps.Sandbox.Chat;
using ChatOps.Sandbox.Cloud;

namespace ChatOps.Tests.Crashes;

/// <summary>
/// Everything that is left when a scenario is over, as lines that can be compared: rows and histories, the cloud, the chat. A crash
/// costs time, so times of day, durations and what they cost are left out; what was promised (a lease's length) is not.
/// </summary>
internal sealed partial record EndState(IReadOnlyList<string> Lines)
{
    /// <summary>Properties of a row that tell when, or how often it was written.</summary>
    private static readonly string[] Passing =
        ["launchedAt", "phaseSince", "dueAt", "askAt", "shownAt", "warnedAt", "goneAt", "billedSince", "billedTimes", "seq", "at", "startedAt", "endedAt",
        "from", "to", "billed", "disksSince", "placedAt", "readyAt", "readAt",
        "firstSeen", "askedAt", "escalatesAt", "expiresAt", "since", "deleteAt", "hash", "last", "keptUntil", "keptAt", "toldAt"];

    private static readonly JsonSerializerOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [GeneratedRegex(@"[0-9]+ (?:d|h|min|s)\b(?: [0-9]+ (?:h|min|s)\b)*")]
    private static partial Regex Duration();

    [GeneratedRegex(@"(?:yesterday |tomorrow |[A-Z][a-z]{2} [0-9]{1,2} [A-Z][a-z]{2} )?\b[0-9]{2}:[0-9]{2}\b")]
    private static partial Regex Clock();

    [GeneratedRegex(@"\$[0-9]+\.[0-9]{2}")]
    private static partial Regex Price();

    /// <summary>The part that Azure makes up.</summary>
    [GeneratedRegex(@"-nic-[0-9a-f]{8}")]
    private static partial Regex NicName();

    [GeneratedRegex(" {2,}")]
    private static partial Regex Column();

    private static readonly (Regex Passing, string Name)[] Passings =
        [(Duration(), "<time>"), (Clock(), "<when>"), (Price(), "<price>"), (NicName(), "-nic-<id>"), (Column(), "  ")];

    public static async Task<EndState> ReadAsync(
        IReadOnlyDictionary<string, KeptTable> tables,
        IReadOnlyList<ChatMessage> messages,
        ArmStandIn cloud,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var (lines, audited) = (new List<string>(), new List<string>());
        foreach (var (name, table) in tables.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            foreach (var row in await table.AllAsync(cancellationToken))
            {
                if (Audited(row) is { } entry) audited.Add(entry);
                else if (!row.Row.StartsWith("r~", StringComparison.Ordinal)) lines.Add($"{name}/{Key(row.Row)}: {Row(row.Body)}");
            }
        }
        // In the chain or before it, and what is left where it was (r~): that is a matter of who has read it since.
        lines.AddRange(audited.Order(StringComparer.Ordinal));
        lines.AddRange(CloudControls.Show(cloud, time).Split('\n').Select(NoTimes));
        lock (cloud.Lock) lines.AddRange(Details(cloud.State));
        foreach (var conversation in messages.GroupBy(message => message.Where).OrderBy(group => group.Key, StringComparer.Ordinal))
            lines.AddRange(conversation.Select(message => $"({message.Where}) {NoTimes(TextRenderer.Render(message.Card))}"));
        return new EndState(lines);
    }

    /// <summary>What the sandbox does not show people.</summary>
    private static IEnumerable<string> Details(CloudState cloud) =>
    [
        .. cloud.Vms.Values.Select(vm => $"On {vm.Name}: extensions {string.Join(", ", vm.Extensions.Keys)}; run commands {string.Join(", ", vm.Runs.Keys)}"),
        .. cloud.Disks.Values.Select(disk => $"Tags of {disk.Name}: {disk.Tags.ToJsonString()}"),
        .. cloud.Nics.Values.Select(nic => NoTimes($"Tags of {nic.Name}: {nic.Tags.ToJsonString()}")),
    ];

    /// <summary>What differs; null when nothing does.</summary>
    public string? DifferenceFrom(EndState undisturbed)
    {
        var (missing, tooMuch) = (Without(undisturbed.Lines, Lines), Without(Lines, undisturbed.Lines));
        if (missing.Count + tooMuch.Count > 0)
            return string.Join('\n', missing.Select(line => $"    missing: {line}").Concat(tooMuch.Select(line => $"    instead: {line}")));
        return Lines.SequenceEqual(undisturbed.Lines) ? null : $"    another order:\n{string.Join('\n', Lines.Select(line => $"      {line}"))}";
    }

    private static List<string> Without(IEnumerable<string> lines, IEnumerable<string> others)
    {
        var left = lines.ToList();
        foreach (var other in others) left.Remove(other);
        return left;
    }

    /// <summary>Events and messages are numbered, and stretches of use named by when they began; their order is enough.</summary>
    private static string Key(string row) => row switch
    {
        ['e' or 'o', '~', ..] => row[..row.LastIndexOf('~')],
        _ when row.Contains("~c~", StringComparison.Ordinal) || row.Contains("~d~", StringComparison.Ordinal) => row[..row.LastIndexOf('~')],
        _ => row,
    };

    /// <summary>An entry of the audit, without its number and what is computed from it; null when the row holds none.</summary>
    private static string? Audited(TableRow row)
    {
        if (row.Row is not ['a' or 's', '~', ..]) return null;
        var document = JsonNode.Parse(row.Body) as JsonObject ?? [];
        var entry = document["entry"] as JsonObject ?? document;
        entry.Remove("id");
        return $"audited: {Row(entry)}";
    }

    private static string Row(string body) => Row(JsonNode.Parse(body) as JsonObject ?? []);

    private static string Row(JsonObject document)
    {
        // Not when it ends, but how long it was given.
        if (Time(document, "leaseEndsAt") is { } end && Time(document, "runningSince") is { } since) document["lease"] = $"{end - since}";
        document.Remove("leaseEndsAt");
        document.Remove("runningSince");
        // Nobody looks at what is gone any more. Whether its VM was ever seen depends on how soon it was deleted.
        if (document["goneAt"] is not null) foreach (var property in (string[])["vmId", "nicIds"]) document.Remove(property);
        Strip(document);
        return NicName().Replace(document.ToJsonString(JsonOptions), "-nic-<id>");
    }

    private static DateTimeOffset? Time(JsonObject document, string property) => document[property] is { } value ? (DateTimeOffset)value : null;

    private static void Strip(JsonNode? node)
    {
        if (node is JsonArray items)
            foreach (var item in items) Strip(item);
        if (node is not JsonObject document) return;
        foreach (var property in Passing) document.Remove(property);
        foreach (var (name, value) in document.ToList())
        {
            Strip(value);
            // What a history says, unlike what a row promises.
            if (name is "text" or "outcome" or "reason") document[name] = NoTimes((string?)value ?? "");
        }
    }

    private static string NoTimes(string text)
    {
        foreach (var (passing, name) in Passings) text = passing.Replace(text, name);
        return text.Trim();
    }
}
