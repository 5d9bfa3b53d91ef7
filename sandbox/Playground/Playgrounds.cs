using ChatOps.Core.Words;
using ChatOps.Sandbox.Teams;

namespace ChatOps.Sandbox.Playground;

/// <summary>The Playgrounds of some people, all on the same world.</summary>
internal sealed class Playgrounds : IAsyncDisposable
{
    private readonly PlaygroundRelay _relay;
    private readonly List<PlaygroundProcess> _processes = [];

    private Playgrounds(PlaygroundRelay relay) => _relay = relay;

    /// <summary>Who has one, and where it is looked at.</summary>
    public IReadOnlyList<(TeamsPerson Person, Uri Address)> Addresses =>
        [.. _relay.Windows.Select(window => (window.Person, window.Address ?? throw new InvalidOperationException("It has not started.")))];

    /// <summary>Where what stands between them and the program listens.</summary>
    public int RelayPort => _relay.Port;

    /// <summary>Why there can be none here, in a sentence; null when there can be.</summary>
    /// <param name="root">The folder that <c>npm ci</c> was run in.</param>
    public static string? Missing(string root)
    {
        if (PlaygroundProcess.Script(root) is null) return "Run `npm ci` to have Microsoft Teams, as its Playground emulates it, beside this terminal.";
        return NodeProgram.IsInstalled
            ? null
            : "Install Node.js 20 to have Microsoft Teams, as its Playground emulates it, beside this terminal.";
    }

    /// <param name="world">Opened with this issuer.</param>
    /// <param name="windows">Whose, and at which port if that is free; 0 for anywhere.</param>
    /// <param name="port">Likewise, where what stands between them and the program listens.</param>
    /// <param name="folder">Where their settings and logs are written.</param>
    /// <exception cref="UserError">One did not start.</exception>
    public static async Task<Playgrounds> StartAsync(
        World world,
        TokenIssuer issuer,
        IReadOnlyList<(string Handle, int Port)> windows,
        int port,
        string root,
        string folder,
        CancellationToken cancellationToken)
    {
        var program = world.Messages ?? throw new InvalidOperationException("The world was opened without Teams.");
        var script = PlaygroundProcess.Script(root) ?? throw new UserError("Microsoft 365 Agents Playground is not installed. Run `npm ci` in the repository.");
        var policy = world.Product.Policy;
        var personas = windows.Select(window => new Persona(policy, world.Person(window.Handle).Email)).ToList();
        var people = policy.Emails.Select(email => new TeamsPerson(email, SandboxTeams.TenantId, isGuest: false)).ToList();
        var playgrounds = new Playgrounds(await PlaygroundRelay.StartAsync(program, issuer, personas, people, world.Time, port, cancellationToken));
        try
        {
            await Task.WhenAll(playgrounds._relay.Windows.Zip(windows, (window, where) =>
                playgrounds.StartAsync(window, where.Port, script, Path.Combine(folder, where.Handle), cancellationToken)));
            return playgrounds;
        }
        catch
        {
            await playgrounds.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes) await process.DisposeAsync();
        await _relay.DisposeAsync();
    }

    private async Task StartAsync(PlaygroundWindow window, int port, string script, string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, ".m365agentsplayground.yml"), window.Persona.Settings().ToJsonString(), cancellationToken);
        var process = await PlaygroundProcess.StartAsync(script, folder, port, _relay.MessagesOf(window), cancellationToken);
        lock (_processes) _processes.Add(process);
        window.Address = process.Address;
    }
}
