using ChatOps.Core.People;
using ChatOps.Tests.Core.Blueprints;
using ChatOps.Tests.Core.People;

namespace ChatOps.Tests.BadInput;

/// <summary>YAML that is broken, hostile, or not what it looks like; in a blueprint and in the policy file alike.</summary>
public sealed class BadYaml
{
    /// <summary>What stands at the end of a file that is otherwise in order, and how the problem begins after file and line.</summary>
    public static IReadOnlyDictionary<string, (string Text, string Says)> Endings { get; } = new Dictionary<string, (string, string)>
    {
        ["a bracket left open"] = ("x: [1, 2", "not valid YAML: a bracket is never closed, or a comma is missing."),
        ["a brace left open"] = ("x: { a: 1", "not valid YAML: a bracket is never closed, or a comma is missing."),
        ["a bracket too many"] = ("x: 1]]", "x: unknown field."),
        ["a quotation mark left open"] = ("x: \"a", "not valid YAML: a quotation mark is never closed."),
        ["an apostrophe left open"] = ("x: 'a", "not valid YAML: a quotation mark is never closed."),
        ["a second colon"] = ("x: a: b", "not valid YAML: a second colon in one line; put the value in quotes."),
        ["a value that begins with an at sign"] = ("x: @a", "not valid YAML: a value cannot begin with this character; put the value in quotes."),
        ["a value that begins with a backtick"] = ("x: `a`", "not valid YAML: a value cannot begin with this character"),
        ["a value that begins with a percent sign"] = ("x: %a", "not valid YAML: a value cannot begin with this character"),
        ["a tab before a field"] = ("x:\n\ty: 1", "not valid YAML: a tab cannot indent a line; use spaces."),
        ["an unknown escape"] = ("x: \"\\q\"", "not valid YAML: found unknown escape character."),
        ["half an escape"] = ("x: \"\\x4\"", "not valid YAML: "),
        ["an escape beyond Unicode"] = ("x: \"\\UFFFFFFFF\"", "not valid YAML: a value at or after this line cannot be read."),
        ["an escape of half a character"] = ("x: \"\\ud83d\"", "not valid YAML: found invalid Unicode surrogates."),
        ["a tag of nothing"] = ("x: !<> a", "not valid YAML: a value at or after this line cannot be read."),
        ["a tag that is no address"] = ("x: !%zz a", "not valid YAML: "),
        ["an alias of nothing"] = ("x: *nothing", "*nothing repeats another value. Write the value out instead."),
        ["an alias of something"] = ("x: &a [1]\ny: *a", "*a repeats another value. Write the value out instead."),
        ["a value that contains itself"] = ("x: &a [*a]", "*a repeats another value."),
        ["a name that contains itself"] = ("? &a [*a]\n: x", "*a repeats another value."),
        ["a billion laughs"] = (string.Concat(Enumerable.Range(0, 12).Select(i => $"l{i}: &l{i} [{Laughs(i)}]\n")), "*l0 repeats another value."),
        ["a merge"] = ("x: &a { b: 1 }\ny:\n  <<: *a", "*a repeats another value."),
        ["a hundred brackets"] = ($"x: {new string('[', 100)}{new string(']', 100)}", "values are nested more than 18 deep. Write it flatter."),
        ["a hundred thousand brackets"] = ($"x: {new string('[', 100_000)}", "values are nested more than 18 deep."),
        ["a hundred thousand braces"] = ($"x: {new string('{', 100_000)}", "values are nested more than 18 deep."),
        ["a hundred dashes"] = ($"x:\n  {string.Concat(Enumerable.Repeat("- ", 100))}", "values are nested more than 18 deep."),
        ["a name of a hundred thousand letters"] = ($"{new string('k', 100_000)}: 1", "not valid YAML: "),
        ["a quoted name of a thousand letters"] = ($"? {new string('k', 1_000)}\n: 1", $"{new string('k', 60)}…: unknown field."),
        ["a name that is a list"] = ("? [a, b]\n: 1", "a field's name must be a text."),
        ["an empty name"] = ("\"\": 1", "a field's name must be a text."),
        ["two documents"] = ("---\nx: 1", "expected one document with `field: value` lines."),
        ["an end, and more after it"] = ("...\nx: 1", "expected one document with `field: value` lines."),
        ["a block indented by 99"] = ("x: |99\n  a", "not valid YAML: "),
        ["a line that is no field"] = ("just words", "not valid YAML: "),
        ["a field indented by one"] = (" x: 1", "not valid YAML: "),
        ["a NUL"] = ("x: a\0b", "there is an invisible character (U+0000) in this line. Remove it."),
        ["a NUL, and more after it"] = ("\0\nx: 1", "there is an invisible character (U+0000) in this line."),
        ["an escape sequence"] = ("x: \u001b[31m", "there is an invisible character (U+001B) in this line."),
        ["a text that runs backwards"] = ("x: \u202Eeslaf", "there is an invisible character (U+202E) in this line."),
        ["a comment that runs backwards"] = ("# \u202E } x { \u2066", "there is an invisible character (U+202E) in this line."),
        ["a space of no width"] = ("x\u200B: 1", "there is an invisible character (U+200B) in this line."),
        ["a byte order mark in the middle"] = ("\uFEFFx: 1", "there is an invisible character (U+FEFF) in this line."),
        ["a line break that few editors show"] = ("# a\u2028x: 1", "there is an invisible character (U+2028) in this line."),
        ["another of these"] = ("# a\u0085x: 1", "there is an invisible character (U+0085) in this line."),
        ["half a character"] = ("x: \ud83d", "there is an invisible character (U+D83D) in this line."),
        ["the other half"] = ("x: \udd84 ", "there is an invisible character (U+DD84) in this line."),
        ["a name in look-alike letters"] = ("nаme: sample", "nаme: unknown field."),
        ["markup for a name"] = ("<b>x</b>: 1", "<b>x</b>: unknown field."),
        ["a field of a hundred thousand letters"] = ($"x: {new string('y', 100_000)}", "x: unknown field."),
        ["a command for a name"] = ("$(reboot): 1", "$(reboot): unknown field."),
    };

    public static TheoryData<string> What => [.. Endings.Keys];

    [Theory]
    [MemberData(nameof(What))]
    public void Is_refused_in_a_blueprint(string what) =>
        Refused(what, SampleBlueprint.File, SampleBlueprint.Text, text => SampleBlueprint.Parse(text));

    [Theory]
    [MemberData(nameof(What))]
    public void Is_refused_in_the_policy(string what) =>
        Refused(what, BrokenPolicy.File, BrokenPolicy.Text, text => PolicyFile.Parse(BrokenPolicy.File, text));

    private static void Refused(string what, string file, string text, Action<string> parse)
    {
        var (ending, says) = Endings[what];
        var problems = Sentence.Problems(file, () => parse($"{text}\n{ending}\n"));

        var said = Assert.Single(problems);
        Assert.Matches($"^{file}:[0-9]+: ", said);
        Assert.StartsWith(says, said[(said.IndexOf(": ", StringComparison.Ordinal) + 2)..], StringComparison.Ordinal);
    }

    private static string Laughs(int i) => i == 0 ? "ha, ha" : string.Join(", ", Enumerable.Repeat($"*l{i - 1}", 9));
}
