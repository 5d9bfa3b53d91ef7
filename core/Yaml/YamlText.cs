using ChatOps.Core.Words;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace ChatOps.Core.Yaml;

/// <summary>From text to nodes. Whatever the text is, the answer is its mapping or one problem, with file and line.</summary>
internal static class YamlText
{
    /// <summary>Far more than any file of ours needs; a parser that calls itself for each level would end the program.</summary>
    private const int Deepest = 20;

    /// <exception cref="InvalidFileException">It is not one document with fields.</exception>
    public static YamlMappingNode Parse(string file, string text)
    {
        RequireVisible(file, text);
        RequirePlain(file, text);
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException e)
        {
            throw NotValid(file, text, e);
        }
        return stream.Documents is [{ RootNode: YamlMappingNode root }]
            ? root
            : throw new InvalidFileException([$"{file}:1: expected one document with `field: value` lines."]);
    }

    /// <summary>Also in comments: what a reviewer cannot see should not be there. A byte order mark at the very beginning is common.</summary>
    private static void RequireVisible(string file, string text)
    {
        if (Invisible.In(text.TrimStart('\uFEFF')) is null) return;
        var lines = text.TrimStart('\uFEFF').Split('\n');
        var at = Array.FindIndex(lines, line => Invisible.In(line) is not null);
        throw new InvalidFileException([$"{file}:{at + 1}: there is an invisible character ({Invisible.In(lines[at])}) in this line. Remove it."]);
    }

    /// <summary>Aliases can grow without end or contain themselves; nothing here needs them.</summary>
    private static void RequirePlain(string file, string text)
    {
        var parser = new Parser(new StringReader(text));
        var depth = 0;
        try
        {
            while (parser.MoveNext())
            {
                var line = parser.Current?.Start.Line;
                depth += parser.Current?.NestingIncrease ?? 0;
                if (parser.Current is AnchorAlias alias)
                    throw new InvalidFileException([$"{file}:{line}: *{Echo.Of(alias.Value.Value)} repeats another value. Write the value out instead."]);
                if (depth > Deepest) throw new InvalidFileException([$"{file}:{line}: values are nested more than {Deepest - 2} deep. Write it flatter."]);
            }
        }
        catch (YamlException e)
        {
            throw NotValid(file, text, e);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // What the parser itself trips over: \UFFFFFFFF, the tag !<>, some plain texts.
            throw new InvalidFileException([$"{file}:{parser.Current?.Start.Line ?? 1}: not valid YAML: a value at or after this line cannot be read."]);
        }
    }

    private static InvalidFileException NotValid(string file, string text, YamlException e)
    {
        var lines = text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        var tabbed = Array.FindIndex(lines, line => line.TrimStart(' ').StartsWith('\t') && line.Trim().Length > 0);
        var (line, why) = e.Message.Contains(" tab ", StringComparison.Ordinal) && tabbed >= 0
            ? (tabbed + 1, "a tab cannot indent a line; use spaces.")
            : (Math.Clamp((int)e.Start.Line, 1, lines.Length), Why(e.Message));
        return new InvalidFileException([$"{file}:{line}: not valid YAML: {why}"]);
    }

    private static string Why(string message) => message switch
    {
        _ when message.StartsWith("Duplicate key ", StringComparison.Ordinal) => $"{Echo.Name(message["Duplicate key ".Length..])} stands here twice.",
        _ when message.Contains("invalid mapping", StringComparison.Ordinal) => "a second colon in one line; put the value in quotes.",
        _ when message.Contains("cannot start any token", StringComparison.Ordinal) =>
            "a value cannot begin with this character; put the value in quotes.",
        _ when message.Contains("a quoted scalar, found unexpected end", StringComparison.Ordinal) => "a quotation mark is never closed.",
        _ when message.Contains("did not find expected ',' or", StringComparison.Ordinal) => "a bracket is never closed, or a comma is missing.",
        // "While scanning a tag, did not find…": the second half is enough.
        _ => $"{Echo.Of(message.Split(", ", 2)[^1].TrimEnd('.'))}.",
    };
}
