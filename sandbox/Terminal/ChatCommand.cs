using System.Text;
using ChatOps.Core.Words;
using ChatOps.Core.Yaml;
using ChatOps.Sandbox.Play;
using ChatOps.Sandbox.Playground;
using ChatOps.Sandbox.Slack.Page;
using ChatOps.Sandbox.Teams;

namespace ChatOps.Sandbox.Terminal;

/// <summary>The sandbox without a subcommand: the chat. With its input redirected it plays the lines and ends.</summary>
internal static class ChatCommand
{
    private const int RelayPort = 56152;

    /// <summary>Who has Microsoft Teams beside the terminal, and at which port if that is free.</summary>
    private static readonly (string Handle, int Port)[] Windows = [("scientist", 56150), ("manager", 56151)];

    /// <returns>The last words.</returns>
    public static async Task<string> RunAsync(double speed, bool reset, CancellationToken cancellationToken)
    {
        var data = Path.Combine(Checkout.Root, ".chatops");
        if (reset && Directory.Exists(data)) Directory.Delete(data, recursive: true);
        Directory.CreateDirectory(data);
        await using var log = OpenLog(Path.Combine(data, "sandbox.log"));
        await using var issuer = await TokenIssuer.StartAsync(cancellationToken);
        var lacksTeams = Playgrounds.Missing(Checkout.Root);
        var lacksSlack = PageBundle.Missing(Checkout.Root);
        var trial = new Trial
        {
            Teams = lacksTeams is null && !Console.IsInputRedirected ? new TeamsTrial(issuer) : null,
            Slack = lacksSlack is null && !Console.IsInputRedirected ? new SlackTrial() : null,
        };
        await using var world = await World.OpenAsync(
            data, Checkout.Blueprints, TimeProvider.System.GetUtcNow(), trial, LineLogs.To(log), cancellationToken);
        Console.OutputEncoding = Encoding.UTF8;
        if (Console.IsInputRedirected) return await PlayInputAsync(world, cancellationToken);
        var (playgrounds, teams) = lacksTeams is null
            ? await StartTeamsAsync(world, issuer, Path.Combine(data, "playground"), cancellationToken)
            : (null, lacksTeams);
        var (window, slack) = lacksSlack is null
            ? await StartSlackAsync(world, Path.Combine(data, "slack"), cancellationToken)
            : (null, lacksSlack);
        await using var _ = playgrounds;
        await using var __ = window;
        using var app = new TerminalApp(world, speed, [teams, slack], new Screen(Console.Out, () => Console.WindowWidth));
        await app.RunAsync(cancellationToken);
        return "\nThe machines are kept in .chatops/; the next start goes on from here.";
    }

    /// <returns>With what to say about them. Without them the terminal is there all the same.</returns>
    private static async Task<(Playgrounds? Playgrounds, string Says)> StartTeamsAsync(
        World world, TokenIssuer issuer, string folder, CancellationToken cancellationToken)
    {
        try
        {
            var playgrounds = await Playgrounds.StartAsync(world, issuer, Windows, RelayPort, Checkout.Root, folder, cancellationToken);
            var people = playgrounds.Addresses.Select(window => $"{window.Address.GetLeftPart(UriPartial.Authority)} (@{window.Person.Handle})");
            // The program has remembered where people are reached; what it has to tell them of earlier machines would go there.
            var moved = playgrounds.RelayPort == RelayPort ? ""
                : $" Port {RelayPort} is taken: news of earlier machines comes only after the person has said something.";
            return (playgrounds, $"Microsoft Teams, emulated, on the same machines: {string.Join(", ", people)}.{moved}");
        }
        catch (UserError e)
        {
            return (null, e.Message);
        }
    }

    /// <inheritdoc cref="StartTeamsAsync"/>
    private static async Task<(SlackWindow? Window, string Says)> StartSlackAsync(World world, string folder, CancellationToken cancellationToken)
    {
        try
        {
            var window = await SlackWindow.OpenAsync(world, Checkout.Root, folder, cancellationToken);
            var people = Windows.Select(person => $"{window.Address}?as={person.Handle}");
            return (window, $"Slack, played, likewise: {string.Join(", ", people)}");
        }
        catch (UserError e)
        {
            return (null, e.Message);
        }
    }

    private static async Task<string> PlayInputAsync(World world, CancellationToken cancellationToken)
    {
        using var player = new Player(world, Console.WriteLine);
        while (await Console.In.ReadLineAsync(cancellationToken) is { } line)
        {
            Console.WriteLine($"> {line}");
            // Without a person it is the scientist who speaks.
            try
            {
                await player.PlayAsync(line.StartsWith('@') || line.StartsWith('!') || line.StartsWith('#') ? line : $"@scientist> {line}", cancellationToken);
            }
            catch (Exception e) when (e is UserError or ExpectationException or InvalidFileException)
            {
                Console.WriteLine(e.Message);
            }
        }
        return "";
    }

    /// <summary>The open log also keeps a second sandbox away from the same state.</summary>
    private static StreamWriter OpenLog(string file)
    {
        try
        {
            return new StreamWriter(new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.None));
        }
        catch (IOException)
        {
            throw new UserError($"Another sandbox is running on {Path.GetDirectoryName(file)}. Leave that one first (Ctrl-C).");
        }
    }
}
