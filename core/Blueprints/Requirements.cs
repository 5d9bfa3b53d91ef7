using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using ChatOps.Core.Words;
using ChatOps.Core.Yaml;

namespace ChatOps.Core.Blueprints;

/// <summary>A lock file: every Python package pinned exactly, with hashes once <c>blueprint lock</c> has filled them in.</summary>
public sealed partial record Requirements(string Text, ImmutableSortedDictionary<string, string> Packages, bool HasHashes)
{
    [GeneratedRegex(@"^(?<name>[a-z0-9][a-z0-9._-]*)==(?<version>[A-Za-z0-9.!+_-]+)\s*(?<hashes>(?:\\\s*)?(?:--hash=sha256:[0-9a-f]{64}\s*(?:\\\s*)?)*)$")]
    private static partial Regex Pin();

    /// <summary>Of the file, as <c>sha256sum</c> has it.</summary>
    public string Digest => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)))}";

    public static Requirements Load(string path) => Parse(path, TextFile.Read(path));

    /// <exception cref="InvalidFileException">A line is not an exact pin, or only some of the lines have hashes.</exception>
    public static Requirements Parse(string file, string text)
    {
        var problems = new List<string>();
        var packages = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var names = new HashSet<string>();
        var (hashed, bare) = (0, 0);
        foreach (var (line, number) in LogicalLines(text))
        {
            var match = Pin().Match(line);
            // One package to pip, however it is spelt (PEP 503).
            var package = Regex.Replace(match.Groups["name"].Value, "[-_.]+", "-");
            if (!match.Success) problems.Add($"{file}:{number}: \"{Echo.Of(line.Trim())}\": every package must be pinned as name==version.");
            else if (!names.Add(package)) problems.Add($"{file}:{number}: {Echo.Name(match.Groups["name"].Value)}: pinned twice.");
            else if (packages.TryAdd(match.Groups["name"].Value, match.Groups["version"].Value) && HasHash(match)) hashed++;
            else bare++;
        }
        if (packages.Count == 0 && problems.Count == 0) problems.Add($"{file}:1: no package is pinned.");
        if (hashed > 0 && bare > 0)
            problems.Add($"{file}:1: {bare} of {hashed + bare} packages have no hash; "
                + "run `dotnet run --project sandbox -- blueprint lock NAME` to fill all of them in.");
        return problems.Count == 0
            ? new Requirements(text.ReplaceLineEndings("\n"), packages.ToImmutable(), hashed > 0)
            : throw new InvalidFileException(problems);
    }

    private static bool HasHash(Match match) => match.Groups["hashes"].Value.Contains("--hash=", StringComparison.Ordinal);

    /// <summary>Joins lines that end in a backslash; leaves out blank lines and comments.</summary>
    private static IEnumerable<(string Line, int Number)> LogicalLines(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var (start, line) = (i, WithoutComment(lines[i]));
            while (line.EndsWith('\\') && i + 1 < lines.Length) line = line[..^1] + " " + WithoutComment(lines[++i]).Trim();
            if (line.Trim().Length > 0) yield return (line, start + 1);
        }
    }

    private static string WithoutComment(string line) =>
        line.TrimStart().StartsWith('#') ? "" : line.Split(" #", 2)[0].TrimEnd();
}
