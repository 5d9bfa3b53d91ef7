using ChatOps.Bot;

namespace ChatOps.Tests.Bot.Commands;

public sealed class HelpCommandTests : IDisposable
{
    private readonly BotDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task Names_every_command()
    {
        var help = await _desk.TextAsync(BotDesk.Admin with { Teams = BotDesk.Manager.Teams }, "help");

        Assert.All(_desk.Commands, command => Assert.Contains(command.Syntax.Summary, help, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Keeps_to_itself_what_only_admins_may_say()
    {
        Assert.DoesNotContain("replay", await _desk.TextAsync(BotDesk.Scientist, "help"), StringComparison.Ordinal);
        Assert.Equal("There is no help on \"replay\". `help` shows what there is.", await _desk.MistakeAsync(BotDesk.Manager, "help replay"));
        Assert.StartsWith("replay [ID | all]", await _desk.TextAsync(BotDesk.Admin, "help replay"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_for_the_one_who_asked() => Assert.Equal(Audience.Person, (await _desk.SayAsync(BotDesk.Scientist, "help")).Audience);

    [Theory]
    [InlineData("help launch")]
    [InlineData("help LAUNCH")]
    [InlineData("help create")]
    [InlineData("? launch")]
    public async Task Says_more_about_one_command_by_any_of_its_names(string text) =>
        Assert.StartsWith("launch BLUEPRINT", await _desk.TextAsync(BotDesk.Scientist, text), StringComparison.Ordinal);

    [Fact]
    public async Task Suggests_the_topic_that_was_meant() =>
        Assert.Equal(
            "There is no help on \"extent\". Did you mean extend? `help` shows what there is.",
            await _desk.MistakeAsync(BotDesk.Scientist, "help extent"));

    [Fact]
    public void Every_example_of_it_is_understood()
    {
        foreach (var syntax in _desk.Commands.Select(c => c.Syntax))
            Assert.All(syntax.Examples, example => Assert.Equal(
                syntax.Name, ChatOps.Bot.Commands.CommandParser.Parse(example, _desk.Commands)?.Command.Syntax.Name));
    }

    [Fact]
    public void No_word_names_two_commands()
    {
        var words = _desk.Commands.SelectMany(c => c.Syntax.Aliases.Prepend(c.Syntax.Name)).ToList();

        Assert.Equal(words.Distinct(), words);
    }
}
