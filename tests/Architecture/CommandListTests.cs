using ChatOps.Bot.Commands;
using ChatOps.Sandbox;
using ChatOps.Tests.Tools;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOps.Tests.Architecture;

public sealed class CommandListTests
{
    [Fact]
    public async Task Every_command_is_in_the_list()
    {
        await using var world = await OpenAsync();
        var written = typeof(ICommand).Assembly.GetTypes().Where(t => t.IsAssignableTo(typeof(ICommand)) && !t.IsInterface);
        Assert.Equal(written.OrderBy(t => t.Name), world.Product.Commands.Select(c => c.GetType()).OrderBy(t => t.Name));
    }

    [Fact]
    public void Every_command_has_its_test() => Assert.All(
        typeof(ICommand).Assembly.GetTypes().Where(t => t.IsAssignableTo(typeof(ICommand)) && !t.IsInterface),
        command => Assert.True(
            File.Exists(Path.Combine(Repository.Root, "tests", "Bot", "Commands", $"{command.Name}Tests.cs")),
            $"{command.Name} has no test in tests/Bot/Commands."));

    [Fact]
    public async Task No_word_means_two_commands()
    {
        await using var world = await OpenAsync();
        var words = world.Product.Commands.SelectMany(c => c.Syntax.Aliases.Prepend(c.Syntax.Name)).ToList();
        Assert.Equal(words.Distinct(), words);
    }

    [Fact]
    public async Task Every_example_in_help_is_understood()
    {
        await using var world = await OpenAsync();
        var commands = world.Product.Commands;
        Assert.All(commands, command => Assert.All(
            command.Syntax.Examples, example => Assert.Equal(command, CommandParser.Parse(example, commands)?.Command)));
    }

    private static Task<World> OpenAsync() => World.OpenAsync(
        null, Repository.Blueprints, DateTimeOffset.UnixEpoch, NullLoggerFactory.Instance, TestContext.Current.CancellationToken);
}
