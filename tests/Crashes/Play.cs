using ChatOps.Sandbox;
using ChatOps.Sandbox.Chat;
using ChatOps.Sandbox.Play;
using ChatOps.Simulation;
using ChatOps.Tests.Tools;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOps.Tests.Crashes;

/// <summary>Plays scenarios, each time in a world of its own, with at most one death.</summary>
internal sealed class Play : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    /// <summary>Long enough for whatever the program forgot to be found and removed.</summary>
    private static readonly TimeSpan Aftermath = TimeSpan.FromHours(5);

    /// <summary>Where machines are looked at every five minutes, nothing waits for longer.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromMinutes(30);

    /// <summary>The tables of what the bot knows of chats, which number their messages anew when one more is posted.</summary>
    private static readonly string[] OfChats = ["people", "conversations", "slackpeople", "slackplaces", "cards"];

    private readonly TempFolder _blueprints = new();

    /// <summary>
    /// One blueprint is enough, and the same as one whose machines are deleted where they are idle; the program reads them all whenever it
    /// starts. For more than ten hours of it an approval is needed.
    /// </summary>
    public Play()
    {
        foreach (var file in (string[])["released.lock", "pytorch-t4/blueprint.yaml", "pytorch-t4/requirements.lock"])
            _blueprints.Write(file, Read(file));
        _blueprints.Write("brief-t4/blueprint.yaml", Read("pytorch-t4/blueprint.yaml")
            .Replace("name: pytorch-t4", "name: brief-t4", StringComparison.Ordinal)
            .Replace("then: stop", "then: delete", StringComparison.Ordinal));
        _blueprints.Write("brief-t4/requirements.lock", Read("pytorch-t4/requirements.lock"));
        // Every machine is idle after the same time, however much a crash makes the program forget.
        _blueprints.Write("policy.yaml", Read("policy.yaml")
            .Replace("longestLease: 3d", "longestLease: 10h", StringComparison.Ordinal)
            .Replace("idle:\n  warn: 10m", "idle:\n  resume: { enabled: false }\n  snapshot: true\n  warn: 10m", StringComparison.Ordinal));
    }

    private static string Read(string file) => File.ReadAllText(Path.Combine(Repository.Blueprints, file));

    public async Task<EndState> RunAsync(CrashScenario scenario, Calls calls, bool redeliversLate, CancellationToken cancellationToken) =>
        (await RunAsync(scenario, calls, redeliversLate, chat: null, cancellationToken)).State;

    /// <param name="chat">Null for the terminal. In a chat a state has nothing of what the bot knows of it: what is shown is beside it.</param>
    public async Task<(EndState State, IReadOnlyList<ChatMessage> Messages)> RunAsync(
        CrashScenario scenario, Calls calls, bool redeliversLate, Trial? chat, CancellationToken cancellationToken)
    {
        var tables = new Dictionary<string, KeptTable>();
        var trial = (chat ?? new Trial()) with
        {
            Tables = name => tables.TryGetValue(name, out var known) ? known : tables[name] = new KeptTable(new MemoryTable()),
            NextLife = () => new Mortal(calls),
            RedeliversLate = redeliversLate,
            IsMeasured = scenario.IsMeasured,
        };
        await using var world = await World.OpenAsync(null, _blueprints.Root, Start, trial, NullLoggerFactory.Instance, cancellationToken);
        var messages = new List<ChatMessage>();
        world.Chat.Changed += message =>
        {
            if (!messages.Contains(message)) messages.Add(message);
        };
        using var player = new Player(world, _ => { });
        foreach (var line in scenario.Before) await player.PlayAsync(line, cancellationToken);
        calls.Count(true);
        foreach (var line in scenario.Lines) await player.PlayAsync(line, cancellationToken);
        calls.Count(false);
        await world.AdvanceToAsync(world.Time.GetUtcNow() + (scenario.IsMeasured ? Short : Aftermath), cancellationToken);
        foreach (var table in chat is null ? [] : OfChats) tables.Remove(table);
        // How well it is guessed may suffer from a crash, and nothing hangs on that.
        tables.Remove("habits");
        var state = await EndState.ReadAsync(tables, chat is null ? messages : [], world.Cloud, world.Time, cancellationToken);
        return (state, messages);
    }

    public void Dispose() => _blueprints.Dispose();
}
