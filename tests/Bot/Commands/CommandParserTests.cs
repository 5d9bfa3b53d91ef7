using ChatOps.Bot.Commands;
using ChatOps.Core.Words;

namespace ChatOps.Tests.Bot.Commands;

public sealed class CommandParserTests : IDisposable
{
    private readonly BotDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Theory]
    [InlineData("launch pytorch-a100")]
    [InlineData("/gpu launch pytorch-a100")]
    [InlineData("gpu launch pytorch-a100")]
    [InlineData("GPU launch pytorch-a100")]
    [InlineData("@gpu launch pytorch-a100")]
    [InlineData("@GPU /gpu launch pytorch-a100")]
    [InlineData("<at>GPU</at> launch pytorch-a100")]
    [InlineData("<at>GPU ChatOps</at> /gpu launch pytorch-a100")]
    [InlineData("  <at>GPU</at>\u00A0launch\u00A0pytorch-a100  ")]
    [InlineData("LAUNCH pytorch-a100")]
    [InlineData("create pytorch-a100")]
    [InlineData("launch\n\tpytorch-a100")]
    [InlineData("launch \"pytorch-a100\"")]
    [InlineData("launch \u201Cpytorch-a100\u201D")]
    public void Understands_the_same_however_it_is_addressed_and_spaced(string text)
    {
        var (command, words) = Parse(text);

        Assert.Equal("launch", command);
        Assert.Equal("pytorch-a100", words.Word("blueprint"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("/gpu")]
    [InlineData("gpu ")]
    [InlineData("@gpu")]
    [InlineData("<at>GPU</at>\u00A0")]
    public void Hears_nothing_in_an_address_alone(string text) => Assert.Null(CommandParser.Parse(text, _desk.Commands));

    [Theory]
    [InlineData("--hours 4", 240)]
    [InlineData("--hours=4", 240)]
    [InlineData("--HOURS 4", 240)]
    [InlineData("\u2014hours 4", 240)]
    [InlineData("--hours 1.5", 90)]
    public void Reads_hours(string words, int minutes) => Assert.Equal(TimeSpan.FromMinutes(minutes), Launch(words).Duration("hours"));

    [Theory]
    [InlineData("for 4 hours", 240)]
    [InlineData("for 4h", 240)]
    [InlineData("For 4 Hours", 240)]
    [InlineData("--for 90m", 90)]
    [InlineData("--for=90m", 90)]
    [InlineData("for 1h30m", 90)]
    [InlineData("for 1 h 30 min", 90)]
    [InlineData("for 2 days", 2880)]
    public void Reads_a_duration_of_several_words(string words, int minutes) => Assert.Equal(TimeSpan.FromMinutes(minutes), Launch(words).Duration("for"));

    [Theory]
    [InlineData("with 2 gpus", 2)]
    [InlineData("with 1 gpu", 1)]
    [InlineData("with 4 GPUs", 4)]
    [InlineData("with 2", 2)]
    [InlineData("--gpus 2", 2)]
    [InlineData("--gpus=2", 2)]
    public void Reads_a_number_with_or_without_its_unit(string words, int gpus) => Assert.Equal(gpus, Launch(words).Number("gpus"));

    [Theory]
    [InlineData("in eastus", "region", "eastus")]
    [InlineData("--region eastus", "region", "eastus")]
    [InlineData("named scratch", "name", "scratch")]
    [InlineData("--name scratch", "name", "scratch")]
    [InlineData("--name \"two words\"", "name", "two words")]
    [InlineData("--name=\"two words\"", "name", "two words")]
    [InlineData("--name=--spot", "name", "--spot")]
    [InlineData("--name \u201Ctwo words\u201D", "name", "two words")]
    [InlineData("--team vision", "team", "vision")]
    public void Reads_a_word(string words, string option, string value) => Assert.Equal(value, Launch(words).Word(option));

    [Theory]
    [InlineData("on spot")]
    [InlineData("On Spot")]
    [InlineData("--spot")]
    [InlineData("\u2014spot")]
    public void Reads_a_flag(string words) => Assert.True(Launch(words).Flag("spot"));

    [Theory]
    [InlineData("launch for 4 hours pytorch-a100 with 2 gpus in eastus on spot named scratch")]
    [InlineData("launch named scratch in eastus --spot --gpus 2 pytorch-a100 --for 4h")]
    public void Takes_the_words_in_any_order(string text)
    {
        var words = Parse(text).Words;

        Assert.Equal(
            ("pytorch-a100", TimeSpan.FromHours(4), 2, "eastus", true, "scratch"),
            (words.Word("blueprint"), words.Duration("for"), words.Number("gpus"), words.Word("region"), words.Flag("spot"), words.Word("name")));
    }

    [Theory]
    [InlineData("extend 2h", null, 120)]
    [InlineData("extend by 2h", null, 120)]
    [InlineData("extend ember-otter 2h", "ember-otter", 120)]
    [InlineData("extend ember-otter by 90 minutes", "ember-otter", 90)]
    [InlineData("extend ember-otter for 1 h 30 min", "ember-otter", 90)]
    [InlineData("extend 2h ember-otter", "ember-otter", 120)]
    public void Tells_a_duration_from_a_machine(string text, string? machine, int minutes)
    {
        var words = Parse(text).Words;

        Assert.Equal((machine, TimeSpan.FromMinutes(minutes)), (words.Word("machine"), words.Duration("by")));
    }

    [Theory]
    [InlineData("lunch pytorch-a100", "I do not know \"lunch\". Did you mean launch? `help` shows what you can say.")]
    [InlineData("terminat ember-otter", "I do not know \"terminat\". Did you mean terminate? `help` shows what you can say.")]
    [InlineData("good morning", "I do not know \"good\". `help` shows what you can say.")]
    [InlineData("launch pytorch-a100 --hour 4", "launch has no option --hour. Did you mean --hours? Write: {usage}")]
    [InlineData("launch pytorch-a100 --color red", "launch has no option --color. Write: {usage}")]
    [InlineData("launch pytorch-a100 --hours", "--hours needs a value. Write: {usage}")]
    [InlineData("launch pytorch-a100 --hours --spot", "--hours needs a value. Write: {usage}")]
    [InlineData("launch pytorch-a100 --hours=", "\"\" is not a number of hours between 0 and 8784, as --hours needs it. Write: {usage}")]
    [InlineData("launch pytorch-a100 --hours four", "\"four\" is not a number of hours between 0 and 8784, as --hours needs it. Write: {usage}")]
    [InlineData("launch pytorch-a100 --hours -4", "\"-4\" is not a number of hours between 0 and 8784, as --hours needs it. Write: {usage}")]
    [InlineData("launch pytorch-a100 --hours 0", "\"0\" is not a number of hours between 0 and 8784, as --hours needs it. Write: {usage}")]
    [InlineData("launch pytorch-a100 --hours 9999", "\"9999\" is not a number of hours between 0 and 8784, as --hours needs it. Write: {usage}")]
    [InlineData("launch pytorch-a100 --hours NaN", "\"NaN\" is not a number of hours between 0 and 8784, as --hours needs it. Write: {usage}")]
    [InlineData("launch pytorch-a100 for ever", "\"ever\" is not a duration such as 4h or 90m, as \"for\" needs it. Write: {usage}")]
    [InlineData("launch pytorch-a100 for 0h", "\"0h\" is not a duration such as 4h or 90m, as \"for\" needs it. Write: {usage}")]
    [InlineData("launch pytorch-a100 for", "\"for\" needs something after it. Write: {usage}")]
    [InlineData("launch pytorch-a100 with two gpus", "\"two\" is not a whole number up to 9999, as \"with\" needs it. Write: {usage}")]
    [InlineData("launch pytorch-a100 --gpus 1.5", "\"1.5\" is not a whole number up to 9999, as --gpus needs it. Write: {usage}")]
    [InlineData("launch pytorch-a100 please", "I do not know what to do with \"please\". Write: {usage}")]
    [InlineData("launch pytorch-a100 in --hours 4", "\"in\" needs something after it. Write: {usage}")]
    [InlineData("launch pytorch-a100 --spot=no", "--spot takes no value; leave it out if you do not want it. Write: {usage}")]
    public void Says_what_it_did_not_understand(string text, string says)
    {
        var usage = _desk.Commands.Single(c => c.Syntax.Name == "launch").Syntax.Usage;

        Assert.Equal(says.Replace("{usage}", usage, StringComparison.Ordinal), Assert.Throws<UserError>(() => Parse(text)).Message);
    }

    private (string Command, CommandWords Words) Parse(string text)
    {
        var (command, words) = CommandParser.Parse(text, _desk.Commands) ?? throw new InvalidOperationException("It heard nothing.");
        return (command.Syntax.Name, words);
    }

    private CommandWords Launch(string words) => Parse($"launch pytorch-a100 {words}").Words;
}
