using System.Collections.Immutable;
using ChatOps.Core.Yaml;

namespace ChatOps.Tests.Core.Yaml;

public sealed class YamlFieldsTests
{
    private enum Colour { Red, Green }

    [Fact]
    public void Reads_a_file_with_nothing_wrong() => Assert.Equal("otter", Read("name: otter", fields => fields.Text("name")));

    [Fact]
    public void Names_file_line_and_field() =>
        Assert.Equal(
            "file.yaml:2: size: expected a whole number from 1 to 9.",
            Problem("name: otter\nsize: ten", fields => (fields.Text("name"), fields.Number("size", 1, 9))));

    [Fact]
    public void Reports_every_problem_in_the_order_of_reading() =>
        Assert.Equal(
            ["file.yaml:1: name: missing.", "file.yaml:1: size: expected a whole number from 1 to 9.", "file.yaml:2: colour: expected one of red, green."],
            Problems("size: ten\ncolour: mauve", fields => (fields.Text("name"), fields.Number("size", 1, 9), fields.OneOf<Colour>("colour"))));

    [Fact]
    public void Says_the_problems_in_the_message_too()
    {
        var exception = Assert.Throws<InvalidFileException>(() => Read("a: 1\nb: 2", fields => fields.Has("c")));

        Assert.Equal(string.Join('\n', exception.Problems), exception.Message);
    }

    [Theory]
    [InlineData("nam: otter", "file.yaml:1: nam: unknown field. Did you mean name?")]
    [InlineData("colour: red", "file.yaml:1: colour: unknown field.")]
    public void Suggests_the_field_that_was_meant(string text, string expected) => Assert.Equal(expected, Problem(text, fields => fields.OptionalText("name")));

    [Fact]
    public void Reports_an_unknown_field_below_with_its_path() =>
        Assert.Equal(
            "file.yaml:2: box.widht: unknown field. Did you mean width?",
            Problem("box:\n  widht: 1", fields => fields.Object("box", box => box.OptionalText("width"))));

    [Theory]
    [InlineData("a: [1", "not valid YAML")]
    [InlineData("a: 1\n\tb: 2", "not valid YAML")]
    [InlineData("a: 1\na: 2", "not valid YAML")]
    [InlineData("", "expected one document")]
    [InlineData("# only a comment", "expected one document")]
    [InlineData("- a", "expected one document")]
    [InlineData("a", "expected one document")]
    [InlineData("a: 1\n---\na: 2", "expected one document")]
    public void Refuses_what_is_no_mapping(string text, string expected) => Assert.Contains(expected, Problem(text, fields => fields.OptionalText("a")));

    [Theory]
    [InlineData("? [a, b]\n: c")]
    [InlineData("? { a: b }\n: c")]
    public void Refuses_a_name_that_is_no_text(string text) =>
        Assert.StartsWith("file.yaml:1: ", Problem(text, fields => fields.Has("a")), StringComparison.Ordinal);

    [Fact]
    public void Refuses_a_name_that_is_no_text_in_pairs() =>
        Assert.StartsWith(
            "file.yaml:2: ",
            Problem("tags:\n  ? [a, b]\n  : c", fields => fields.Pairs("tags", "^.*$", "^.*$", "a tag is `name: value`.")),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("1", 1)]
    [InlineData("9", 9)]
    [InlineData("\"4\"", 4)]
    public void Reads_a_number_in_range(string written, int expected) =>
        Assert.Equal(expected, Read($"size: {written}", fields => fields.Number("size", 1, 9)));

    [Theory]
    [InlineData("0")]
    [InlineData("10")]
    [InlineData("+4")]
    [InlineData("-4")]
    [InlineData("4.0")]
    [InlineData("0x4")]
    [InlineData("1_0")]
    [InlineData("99999999999999999999")]
    [InlineData("[4]")]
    public void Refuses_a_number_that_is_none_or_out_of_range(string written) =>
        Assert.StartsWith("file.yaml:1: size: expected a", Problem($"size: {written}", fields => fields.Number("size", 1, 9)), StringComparison.Ordinal);

    // A pattern's `$` would let one line break at the end through; values are put into files of one line each.
    [Theory]
    [InlineData("name: \"otter\\n\"")]
    [InlineData("name: |\n  otter\n")]
    public void Refuses_a_line_break_after_what_matches_a_pattern(string text) =>
        Assert.StartsWith("file.yaml:1: name: expected a word", Problem(text, fields => fields.Text("name", "^[a-z]+$", "a word")), StringComparison.Ordinal);

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public void Reads_a_flag(string written, bool expected) => Assert.Equal(expected, Read($"on: {written}", fields => fields.Flag("on")));

    [Theory]
    [InlineData("yes")]
    [InlineData("True")]
    [InlineData("1")]
    public void Refuses_a_flag_that_is_not_true_or_false(string written) =>
        Assert.StartsWith("file.yaml:1: on: expected one of true, false.", Problem($"on: {written}", fields => fields.Flag("on")), StringComparison.Ordinal);

    [Fact]
    public void Refuses_an_enum_name_in_capitals() =>
        Assert.StartsWith(
            "file.yaml:1: colour: expected one of red, green.",
            Problem("colour: RED", fields => fields.OneOf<Colour>("colour")),
            StringComparison.Ordinal);

    [Fact]
    public void Refuses_an_enum_by_its_number() =>
        Assert.StartsWith(
            "file.yaml:1: colour: expected one of red, green.",
            Problem("colour: 1", fields => fields.OneOf<Colour>("colour")),
            StringComparison.Ordinal);

    // What is missing in a mapping that is none says nothing that an author could use.
    [Fact]
    public void Says_once_that_an_object_is_none() =>
        Assert.Equal("file.yaml:1: box: expected `field: value` entries.", Problem("box: wide", fields => fields.Object("box", box => box.Text("width"))));

    [Fact]
    public void Says_once_that_an_object_is_missing() =>
        Assert.Equal("file.yaml:1: box: missing.", Problem("a: 1", fields => (fields.Has("a"), fields.Object("box", box => box.Text("width")))));

    private static T Read<T>(string text, Func<YamlFields, T> read) => YamlFields.Read("file.yaml", text, read);

    private static ImmutableArray<string> Problems<T>(string text, Func<YamlFields, T> read) =>
        Assert.Throws<InvalidFileException>(() => Read(text, read)).Problems;

    private static string Problem<T>(string text, Func<YamlFields, T> read) => Assert.Single(Problems(text, read));
}
