using System.Collections.Immutable;
using ChatOps.Bot.Cards;
using ChatOps.Bot.Commands;
using ChatOps.Core.State;
using ChatOps.Core.Words;

namespace ChatOps.Tests.Bot.Cards;

public sealed class LaunchFormTests : IDisposable
{
    private readonly BotDesk _desk = new();
    private readonly Form _form = LaunchForm.Build([.. BotDesk.TheBlueprints.For(BotDesk.Scientist)]).Form
        ?? throw new InvalidOperationException("There is no form.");

    public void Dispose() => _desk.Dispose();

    [Fact]
    public void Says_what_is_filled_in_at_first_when_nothing_is_changed()
    {
        var words = Said();

        Assert.Equal("jupyter-a10", words.Word("blueprint"));
        Assert.Null(words.Duration("hours"));
        Assert.Null(words.Number("gpus"));
        Assert.False(words.Flag("spot"));
        Assert.Null(words.Word("name"));
    }

    [Fact]
    public void Says_every_value()
    {
        var words = Said(("blueprint", "pytorch-a100"), ("hours", "2"), ("gpus", "4"), ("spot", "yes"), ("name", "scratch"));

        Assert.Equal(
            ("pytorch-a100", TimeSpan.FromHours(2), 4, true, "scratch"),
            (words.Word("blueprint"), words.Duration("hours"), words.Number("gpus"), words.Flag("spot"), words.Word("name")));
    }

    [Theory]
    [InlineData("two words", "two words")]
    [InlineData("x --keep-on-failure", "x --keep-on-failure")]
    [InlineData("--keep-on-failure", "--keep-on-failure")]
    [InlineData("x\" --keep-on-failure \"y", "x --keep-on-failure y")]
    [InlineData("x\u201D --keep-on-failure \u201Cy", "x --keep-on-failure y")]
    [InlineData("  padded  ", "padded")]
    public void A_value_stays_one_word_and_loses_its_quotes(string typed, string read)
    {
        var words = Said(("name", typed));

        Assert.Equal((read, false), (words.Word("name"), words.Flag("keep-on-failure")));
    }

    [Theory]
    [InlineData(
        "blueprint", "--another",
        "\"--another\" is none of jupyter-a10, llm-finetune-8xa100, pytorch-a100, pytorch-h100, pytorch-t4, tensorflow-a100.")]
    [InlineData(
        "blueprint", "pytorch-a10",
        "\"pytorch-a10\" is none of jupyter-a10, llm-finetune-8xa100, pytorch-a100, pytorch-h100, pytorch-t4, tensorflow-a100. Did you mean pytorch-a100?")]
    [InlineData("spot", "maybe", "\"maybe\" is none of no, yes.")]
    [InlineData("colour", "red", "The form has no field \"colour\".")]
    [InlineData("hour", "4", "The form has no field \"hour\". Did you mean hours?")]
    public void Refuses_what_the_form_does_not_have(string field, string value, string says) =>
        Assert.Equal(says, Assert.Throws<UserError>(() => Said((field, value))).Message);

    [Fact]
    public void Begins_with_what_was_asked_for_the_last_time() =>
        Assert.Equal(["pytorch-a100", "1.5", "2", "yes", "", "", ""], Values(new LastLaunch("pytorch-a100", TimeSpan.FromMinutes(90), 2, Spot: true)));

    [Fact]
    public void Leaves_to_the_blueprint_what_was_left_to_it_the_last_time() =>
        Assert.Equal(["pytorch-t4", "", "", "no", "", "", ""], Values(new LastLaunch("pytorch-t4", null, null, Spot: false)));

    [Fact]
    public void Begins_anew_when_what_was_asked_for_can_no_longer_be_had() =>
        Assert.Equal(["jupyter-a10", "", "", "no", "", "", ""], Values(new LastLaunch("withdrawn", TimeSpan.FromHours(2), 8, Spot: true)));

    [Fact]
    public void Offers_nobody_an_empty_form() => Assert.Throws<UserError>(() => LaunchForm.Build([]));

    private static IEnumerable<string> Values(LastLaunch last) =>
        LaunchForm.Build([.. BotDesk.TheBlueprints.For(BotDesk.Scientist)], last).Form?.Fields.Select(field => field.Value) ?? [];

    private CommandWords Said(params (string Name, string Value)[] values)
    {
        var said = _form.Say(values.ToImmutableDictionary(v => v.Name, v => v.Value));
        var (command, words) = CommandParser.Parse(said, _desk.Commands) ?? throw new InvalidOperationException("Nothing was said.");
        Assert.Equal("launch", command.Syntax.Name);
        return words;
    }
}
