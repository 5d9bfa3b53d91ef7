using System.Collections.Immutable;

namespace ChatOps.Bot.Commands;

/// <summary>The words of one command, sorted out by the parser.</summary>
public sealed record CommandWords(ImmutableDictionary<string, object> Values)
{
    public bool IsEmpty => Values.IsEmpty;

    public string? Word(string name) => Values.GetValueOrDefault(name) as string;

    public int? Number(string name) => Values.GetValueOrDefault(name) as int?;

    public TimeSpan? Duration(string name) => Values.GetValueOrDefault(name) as TimeSpan?;

    public bool Flag(string name) => Values.ContainsKey(name);
}
