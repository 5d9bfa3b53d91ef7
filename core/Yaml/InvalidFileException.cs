using System.Collections.Immutable;

namespace ChatOps.Core.Yaml;

/// <summary>A blueprint or policy file is wrong. Each problem names file, line and field.</summary>
public sealed class InvalidFileException : Exception
{
    /// <summary>Nobody mends more than this at once.</summary>
    private const int Most = 30;

    public InvalidFileException(IEnumerable<string> problems) : this(Shortened([.. problems]))
    {
    }

    private InvalidFileException(ImmutableArray<string> problems) : base(string.Join('\n', problems)) => Problems = problems;

    public ImmutableArray<string> Problems { get; }

    private static ImmutableArray<string> Shortened(ImmutableArray<string> problems) =>
        problems.Length <= Most ? problems : [.. problems[..Most], $"And {problems.Length - Most} more problems."];
}
