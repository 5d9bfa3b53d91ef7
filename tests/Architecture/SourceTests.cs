using System.Text.RegularExpressions;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Architecture;

/// <summary>Habits that the compiler does not hold.</summary>
public sealed partial class SourceTests
{
    private static readonly string[] Product = ["core", "azure", "bot", "functions", "sandbox"];

    /// <summary>A name or a bracket, then <c>!</c>, then what could not follow a comparison.</summary>
    [GeneratedRegex(@"[\w\)\]>]!(?=[\.\[;,\)\]]|\s*$)")]
    private static partial Regex NullForgiving();

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"|//.*$")]
    private static partial Regex StringsAndComments();

    [GeneratedRegex(@"\b(?:class|record|interface|struct|enum)\s+\w*(?:Manager|Helper|Service|Util|Utils)\b")]
    private static partial Regex EmptyName();

    public static TheoryData<string> ProductFiles => [.. Files(Product)];

    public static TheoryData<string> AllFiles => [.. Files([.. Product, "tests"])];

    [Theory]
    [MemberData(nameof(AllFiles))]
    public void A_file_is_short_enough_to_read(string file)
    {
        var most = file.StartsWith("tests/", StringComparison.Ordinal) ? 500 : 300;
        Assert.InRange(Lines(file).Length, 1, most);
    }

    [Theory]
    [MemberData(nameof(AllFiles))]
    public void No_line_is_too_long_to_read(string file) =>
        Assert.DoesNotContain(Lines(file), line => line.Length > 160);

    [Theory]
    [MemberData(nameof(ProductFiles))]
    public void Nothing_is_declared_to_be_not_null_against_the_compiler(string file) =>
        Assert.DoesNotContain(Lines(file), line => NullForgiving().IsMatch(StringsAndComments().Replace(line, "\"\"")));

    [Theory]
    [MemberData(nameof(ProductFiles))]
    public void Names_say_what_a_thing_is(string file) => Assert.DoesNotContain(Lines(file), line => EmptyName().IsMatch(line));

    [Theory]
    [MemberData(nameof(AllFiles))]
    public void A_namespace_is_the_folder(string file)
    {
        // A program and global usings have none; the compiler asks for one of whatever declares a type.
        var declared = Lines(file).Where(line => line.StartsWith("namespace ", StringComparison.Ordinal));
        Assert.All(declared, line => Assert.Equal($"namespace {Namespace(Path.GetDirectoryName(file) ?? "")};", line));
    }

    /// <summary>A project's is its name, and each folder in it adds its own.</summary>
    private static string Namespace(string folder) => Directory.GetFiles(Repository.At(folder), "*.csproj") is [var project]
        ? Path.GetFileNameWithoutExtension(project)
        : $"{Namespace(Path.GetDirectoryName(folder) ?? "")}.{Path.GetFileName(folder)}";

    private static string[] Lines(string file) => File.ReadAllLines(Path.Combine(Repository.Root, file));

    private static IEnumerable<string> Files(string[] folders) => folders
        .SelectMany(folder => Directory.GetFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
        .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
        .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);
}
