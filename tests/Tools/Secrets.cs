using System.Text.RegularExpressions;

namespace ChatOps.Tests.Tools;

/// <summary>What must never be in a log, on a card or in a table.</summary>
public static partial class Secrets
{
    /// <summary>A token, the word before one, a key of a storage account, a signature, a private key, a password, or what is encoded at length.</summary>
    [GeneratedRegex(
        @"eyJ[\w-]{8,}\.|\bBearer\s+\S|SharedKey(Lite)?\s|AccountKey=|[?&]sig=|-----BEGIN|xox[abp]-|password\s*[=:]\s*\S"
            + "|[A-Za-z0-9+/]{86}==|[A-Za-z0-9+/]{120,}",
        RegexOptions.IgnoreCase)]
    private static partial Regex Looks();

    /// <summary>The first thing in a text that looks like one; null when nothing does.</summary>
    public static string? FindIn(string text) => Looks().Match(text) is { Success: true } found ? found.Value : null;
}
