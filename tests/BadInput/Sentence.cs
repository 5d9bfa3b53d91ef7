using ChatOps.Core.Words;
using ChatOps.Core.Yaml;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.BadInput;

/// <summary>What somebody is told who wrote something wrong. One place says what every such sentence must be.</summary>
internal static class Sentence
{
    /// <summary>The usage of <c>launch</c> is the longest thing that a sentence carries.</summary>
    private const int Longest = 360;

    /// <summary>What only we should ever read.</summary>
    private static readonly string[] Ours =
    [
        "Exception", "Parameter '", "(Parameter", "System.", "ChatOps.", "YamlDotNet", "Sqlite", "   at ", "(Line:", "Idx:", "utf32", "scalar",
        "/tmp/",
        "Object reference", "Nullable", "Int32", Repository.Root,
    ];

    /// <summary>One line, short, ended, nothing of ours and nothing invisible in it.</summary>
    public static void IsClear(string said)
    {
        Assert.InRange(said.Length, 10, Longest);
        Assert.DoesNotContain('\n', said);
        Assert.DoesNotContain('\t', said);
        Assert.Null(Invisible.In(said));
        Assert.Equal(said.Trim(), said);
        Assert.True(IsEnded(said), $"This does not end as a sentence does: {said}");
        Assert.All(Ours, word => Assert.DoesNotContain(word, said, StringComparison.Ordinal));
    }

    /// <summary>At most a page of problems; each a clear sentence that begins with its place.</summary>
    public static void AreClear(string file, IReadOnlyCollection<string> problems)
    {
        Assert.InRange(problems.Count, 1, 31);
        Assert.All(problems, problem =>
        {
            if (!problem.StartsWith("And ", StringComparison.Ordinal)) Assert.StartsWith($"{file}:", problem, StringComparison.Ordinal);
            IsClear(problem.Replace(file, "file", StringComparison.Ordinal));
        });
        Assert.Distinct(problems);
    }

    /// <summary>The problems with a file, each of them clear.</summary>
    public static IReadOnlyList<string> Problems(string file, Action load)
    {
        var problems = Assert.Throws<InvalidFileException>(load).Problems;
        AreClear(file, problems);
        return problems;
    }

    /// <summary>It loads, or says clearly why not; anything else that is thrown fails the test.</summary>
    public static void LoadsOrSaysWhyNot(string file, Action load)
    {
        try
        {
            load();
        }
        catch (InvalidFileException e)
        {
            AreClear(file, e.Problems);
        }
    }

    /// <summary>What is written with words in braces in a table: too long, or half a character, to stand there itself.</summary>
    public static string Expand(string text) => text
        .Replace("{100KB}", new string('x', 100_000), StringComparison.Ordinal)
        .Replace("{100K-digits}", new string('9', 100_000), StringComparison.Ordinal)
        .Replace("{100K-spaces}", new string(' ', 100_000), StringComparison.Ordinal)
        .Replace("{half}", "\ud83d", StringComparison.Ordinal)
        .Replace("{NUL}", "\0", StringComparison.Ordinal)
        .Replace("{ESC}", "\u001b", StringComparison.Ordinal)
        .Replace("{BEL}", "\a", StringComparison.Ordinal);

    /// <summary>A sentence may end with what to type.</summary>
    private static bool IsEnded(string said) =>
        said[^1] is '.' or '?' || said.Contains("Write: ", StringComparison.Ordinal) || said.Contains("For example: ", StringComparison.Ordinal);
}
