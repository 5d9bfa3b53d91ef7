using System.Collections.Immutable;

namespace ChatOps.Core.Yaml;

/// <summary>A blueprint or policy file is wrong. Each problem names file, line and field.</summary>
public sealed class InvalidFileException(IEnumerable<string> problems) : Exception(string.Join('\n', problems))
{
    public ImmutableArray<string> Problems { get; } = [.. problems];
}
