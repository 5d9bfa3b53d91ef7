using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using ChatOps.Core.Words;
using ChatOps.Core.Yaml;
using ChatOps.Sandbox;
using ChatOps.Sandbox.Blueprints;
using ChatOps.Sandbox.Play;
using ChatOps.Sandbox.Terminal;

var speed = new Option<double>("--speed")
{
    Description = "How many seconds pass in one.",
    DefaultValueFactory = _ => 60,
    CustomParser = Speed,
};
var reset = new Option<bool>("--reset") { Description = "Start anew: forget the machines of last time." };
var files = new Argument<string[]>("files") { Arity = ArgumentArity.OneOrMore, Description = "Scenario files (tests/scenarios/*.chat)." };
var store = new Option<string>("--store")
{
    // Without a default: that it was said must show.
    Description = "Where machines are kept: in a SQLite file (if nothing is said), or in Azure Table storage as Azurite emulates it.",
};
store.AcceptOnlyFromAmong(PlayCommand.Sqlite, PlayCommand.Tables);
var host = new Option<string>("--host")
{
    Description = "Where the program runs: in this process, or published, as Azure Functions run it, with its state in Azurite.",
    DefaultValueFactory = _ => PlayCommand.Process,
};
host.AcceptOnlyFromAmong(PlayCommand.Process, PlayCommand.Functions);
var channel = new Option<string>("--channel")
{
    Description = "What people speak in: the terminal, or Microsoft Teams or Slack, as stand-ins play them, or both of these. "
        + "Then a line happens in the first, unless it says `@person in slack> text`.",
    DefaultValueFactory = _ => PlayCommand.Terminal,
};
channel.AcceptOnlyFromAmong(PlayCommand.Terminal, PlayCommand.Teams, PlayCommand.Slack, PlayCommand.TeamsAndSlack, PlayCommand.SlackAndTeams);
var name = new Argument<string>("name") { Description = "The blueprint's name." };
var names = new Argument<string[]>("names") { Arity = ArgumentArity.OneOrMore, Description = "The blueprints' names." };

var play = new Command("play", "Play scenarios, print what each person saw, exit 1 if an expectation fails.") { files, store, host, channel };
play.SetAction((parsed, cancellationToken) => CodeAsync(
    () => PlayCommand.RunAsync(
        parsed.GetValue(files) ?? [], new PlayOptions(parsed.GetValue(store), parsed.GetValue(host), parsed.GetValue(channel)), cancellationToken)));

var release = new Command("release", "Make a blueprint's version immutable.") { names };
release.SetAction(parsed => Say(() => string.Join('\n', (parsed.GetValue(names) ?? []).Select(n => BlueprintRelease.Run(Checkout.Blueprints, n)))));
var hashes = new Command("lock", "Fill in the hashes of a blueprint's lock file with uv.") { name };
hashes.SetAction((parsed, cancellationToken) => SayAsync(
    () => BlueprintHashes.RunAsync(Checkout.Blueprints, parsed.GetValue(name) ?? "", "uv", cancellationToken)));

var root = new RootCommand("GPU ChatOps on this machine, with a chat in the terminal and a stand-in for Azure.")
{
    speed, reset, play, new Command("blueprint", "Release blueprints and lock their packages.") { release, hashes },
};
root.SetAction((parsed, cancellationToken) => SayAsync(() => ChatCommand.RunAsync(parsed.GetValue(speed), parsed.GetValue(reset), cancellationToken)));
return await root.Parse(args).InvokeAsync();

static double Speed(ArgumentResult given)
{
    if (given.Tokens is [var token] && double.TryParse(token.Value, CultureInfo.InvariantCulture, out var speed) && speed is >= 0 and <= 3600) return speed;
    given.AddError("--speed needs a number from 0 to 3600.");
    return 0;
}

static int Say(Func<string> act) => SayAsync(() => Task.FromResult(act())).GetAwaiter().GetResult();

static Task<int> SayAsync(Func<Task<string>> act) => CodeAsync(async () =>
{
    Console.WriteLine(await act());
    return 0;
});

// A mistake in a file or on the command line is one sentence, not a stack trace.
static async Task<int> CodeAsync(Func<Task<int>> act)
{
    try
    {
        return await act();
    }
    catch (Exception e) when (e is UserError or InvalidFileException)
    {
        Console.Error.WriteLine(e.Message);
        return 1;
    }
}
