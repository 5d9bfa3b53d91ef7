namespace ChatOps.Tests.Tools;

/// <summary>
/// Compares a text with the one that a person has read and found right, kept beside the tests. A difference names its first
/// line and the command that accepts the new text.
/// </summary>
public static class Snapshot
{
    private const string Update = "UPDATE_SNAPSHOTS";

    /// <param name="folder">Of the tests: "Bot", "Azure".</param>
    /// <param name="name">With its extension: "Help.txt".</param>
    public static void Matches(string folder, string name, string text)
    {
        var file = Repository.At("tests", folder, "Snapshots", name);
        var actual = text.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
        if (Environment.GetEnvironmentVariable(Update) == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file) ?? "");
            File.WriteAllText(file, actual);
            return;
        }
        var expected = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : null;
        if (expected != actual)
            Assert.Fail($"{Difference(expected, actual)}\n{Path.GetRelativePath(Repository.Root, file)} is not what was made.{HowToUpdate()}");
    }

    private static string Difference(string? expected, string actual)
    {
        if (expected is null) return $"There is no snapshot yet of\n{actual}";
        var (before, after) = (expected.Split('\n'), actual.Split('\n'));
        var line = Enumerable.Range(0, Math.Max(before.Length, after.Length)).First(i => before.ElementAtOrDefault(i) != after.ElementAtOrDefault(i));
        return $"Line {line + 1} was:  {before.ElementAtOrDefault(line) ?? "(no such line)"}\n"
            + $"Line {line + 1} is:   {after.ElementAtOrDefault(line) ?? "(no such line)"}";
    }

    private static string HowToUpdate()
    {
        var test = TestContext.Current.TestClass?.TestClassName ?? "ChatOps.Tests";
        return $" If the new text is right, run: {Update}=1 dotnet test --filter FullyQualifiedName~{test}";
    }
}
