namespace ChatOps.Core.Words;

/// <summary>Finds what was probably meant by a word that is not known.</summary>
public static class NearMiss
{
    /// <summary>Nothing of ours has a longer name.</summary>
    private const int Longest = 80;

    /// <summary>
    /// The candidate closest to <paramref name="word"/>, or null when none is close: at most a third of the
    /// letters may differ (swapped neighbours count once), or the word must begin or end a candidate.
    /// </summary>
    public static string? Of(string word, IEnumerable<string> candidates)
    {
        if (word.Length > Longest) return null;
        var best = candidates
            .Select(candidate => (candidate, distance: Distance(Fold(word), Fold(candidate))))
            .OrderBy(pair => pair.distance)
            .ThenBy(pair => pair.candidate, StringComparer.Ordinal)
            .ToList();
        foreach (var (candidate, distance) in best)
            if (distance <= Math.Max(1, Math.Max(word.Length, candidate.Length) / 3)) return candidate;
        if (word.Length < 3) return null;
        return best.Select(pair => pair.candidate)
            .FirstOrDefault(c => Fold(c).StartsWith(Fold(word), StringComparison.Ordinal) || Fold(c).EndsWith(Fold(word), StringComparison.Ordinal));
    }

    /// <summary>" Did you mean x?", or nothing when no candidate is close.</summary>
    public static string Hint(string word, IEnumerable<string> candidates) =>
        Of(word, candidates) is { } near ? $" Did you mean {near}?" : "";

    private static string Fold(string text) => text.ToLowerInvariant().Replace('_', '-');

    /// <summary>Edits (insert, delete, replace, swap of neighbours) between two words.</summary>
    private static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) d[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) d[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var replace = a[i - 1] == b[j - 1] ? 0 : 1;
                d[i, j] = Math.Min(Math.Min(d[i - 1, j] + 1, d[i, j - 1] + 1), d[i - 1, j - 1] + replace);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }
        return d[a.Length, b.Length];
    }
}
