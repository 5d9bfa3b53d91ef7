using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ChatOps.Core.Audit;

/// <summary>
/// How an entry is hashed. The text is made of the fields <c>seq</c>, <c>previous</c>, and those of the entry by their names in
/// alphabetical order, each as <c>name:length:value</c> and a line feed, its length in bytes of UTF-8. So a third party can do it
/// from the exported lines alone (docs/audit.md); a field of a later version changes nothing for what was sealed without it.
/// </summary>
public static class AuditChain
{
    /// <summary>What comes before the first entry.</summary>
    public static readonly string Genesis = new('0', 64);

    internal static SealedEntry Link(long seq, string previous, AuditEntry entry) =>
        new(seq, previous, entry, Hash(seq, previous, JsonSerializer.SerializeToElement(entry, AuditJson.Default.AuditEntry)));

    /// <param name="entry">As it is stored.</param>
    public static string Hash(long seq, string previous, JsonElement entry)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, "seq", seq.ToString(CultureInfo.InvariantCulture));
        Add(hash, "previous", previous);
        foreach (var field in entry.EnumerateObject().OrderBy(field => field.Name, StringComparer.Ordinal))
            Add(hash, field.Name, field.Value.ValueKind == JsonValueKind.String ? field.Value.GetString() ?? "" : field.Value.GetRawText());
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Add(IncrementalHash hash, string name, string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        hash.AppendData(Encoding.UTF8.GetBytes($"{name}:{bytes.Length}:"));
        hash.AppendData(bytes);
        hash.AppendData("\n"u8);
    }
}
