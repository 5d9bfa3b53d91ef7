using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.State;
using ChatOps.Core.Words;
using ChatOps.Functions;
using ChatOps.Sandbox.Chat;
using ChatOps.Sandbox.Cloud;
using ChatOps.Sandbox.Loopback;
using ChatOps.Sandbox.Programs;
using ChatOps.Sandbox.Slack;
using ChatOps.Sandbox.Teams;
using Microsoft.Extensions.Logging;

namespace ChatOps.Sandbox;

/// <summary>The product with all that it needs around it on one machine: virtual time, a stand-in for Azure, a chat.</summary>
public sealed class World : IAsyncDisposable
{
    private const int MostTurns = 10_000;

    private readonly string _data;
    private readonly bool _isTemporary;
    private readonly bool _redeliversLate;
    private readonly IProgram _program;
    private readonly MachineStore _machines;
    private readonly PoisonStore _poison;
    private readonly Dictionary<string, DateTimeOffset> _done = [];

    private World(
        bool isTemporary, bool redeliversLate, ProgramPlace place, IProgram program, SandboxChat chat, IChatClient client, SlackStandIn? slack)
    {
        (_data, _isTemporary, _redeliversLate, _program) = (place.Folder, isTemporary, redeliversLate, program);
        (Time, Cloud, Chat, Client, Slack) = (place.Time, place.Cloud, chat, client, slack);
        // The world looks for itself, so that its looking is no call of the program's.
        _machines = new MachineStore(place.Tables("machines"), new NudgeQueue());
        _poison = new PoisonStore(place.Tables("poison"), _machines);
        Cloud.Changed += program.AzureTells;
    }

    public VirtualTime Time { get; }

    public ArmStandIn Cloud { get; }

    public SandboxChat Chat { get; }

    /// <summary>For what is the same in each copy of the program: people, blueprints, commands.</summary>
    public Product Product => _program.Product;

    /// <summary>Where the Bot Connector posts activities; null without Teams.</summary>
    public Uri? Messages => _program.Doors is [var first, ..] ? new Uri(first, "messages") : null;

    /// <summary>Where Slack posts what happens there, at each instance; none without Slack.</summary>
    internal IReadOnlyList<Uri> SlackDoors => [.. _program.Doors.Select(door => new Uri(door, "slack/"))];

    /// <summary>Null without Slack.</summary>
    public SlackStandIn? Slack { get; }

    /// <summary>The Teams that people speak in; null when it is the terminal.</summary>
    internal TeamsClient? Teams => Client as TeamsClient;

    /// <summary>The Slack that people speak in; null when it is the terminal.</summary>
    internal SlackClient? SlackPeople => Client as SlackClient;

    /// <param name="data">Where everything is kept; null for a folder that goes when the world does.</param>
    /// <param name="start">The time that it is, unless the world is older.</param>
    public static Task<World> OpenAsync(string? data, string blueprints, DateTimeOffset start, ILoggerFactory logs, CancellationToken cancellationToken) =>
        OpenAsync(data, blueprints, start, new Trial(), logs, cancellationToken);

    /// <param name="trial">What is different from a program in this process with its state in a file.</param>
    public static async Task<World> OpenAsync(
        string? data, string blueprints, DateTimeOffset start, Trial trial, ILoggerFactory logs, CancellationToken cancellationToken)
    {
        var folder = data ?? Directory.CreateTempSubdirectory("chatops-").FullName;
        Directory.CreateDirectory(folder);
        var time = new VirtualTime(await SavedTimeAsync(Path.Combine(folder, "clock"), cancellationToken) ?? start);
        var file = data is null ? null : Path.Combine(folder, "cloud.json");
        (LocalAzure Azure, FunctionsTrial Trial)? functions = trial.Functions is { } published
            ? (await published.Deployment.NewAzureAsync(time, file, cancellationToken), published)
            : null;
        IProgram? program = null;
        SlackStandIn? slack = null;
        var cloud = functions?.Azure.Arm ?? await ArmStandIn.StartAsync(time, file, cancellationToken);
        try
        {
            var tables = functions?.Azure.Tables ?? trial.Tables ?? (name => new SqliteTable(Path.Combine(folder, "state.db"), name));
            var (chat, opening) = (new SandboxChat(), data is null ? "" : $"/{Guid.NewGuid():N}");
            if (trial.Slack is { Port: var port })
            {
                var policy = PolicyFile.Load(Path.Combine(blueprints, "policy.yaml"));
                slack = await SlackStandIn.StartAsync(policy, time, data is null ? time : TimeProvider.System, port, opening, cancellationToken);
            }
            var isElsewhere = trial.Teams is { IsPlayed: true } || trial.Slack is { IsPlayed: true };
            var place = new ProgramPlace(folder, blueprints, tables, cloud, isElsewhere ? null : chat, time, logs)
            {
                Teams = trial.Teams is { } teams ? SandboxTeams.Site(teams.Issuer.Metadata) : null,
                Slack = slack is null ? null : SandboxSlack.Site(slack.Api),
            };
            program = functions is var (azure, how)
                ? await FunctionsApp.StartAsync(place, azure, how, cancellationToken)
                : await InProcess.StartAsync(place, trial.NextLife, cancellationToken);
            var client = await ClientAsync(trial, chat, program, slack, time, opening, cancellationToken);
            return new World(data is null, trial.RedeliversLate, place, program, chat, client, slack);
        }
        catch
        {
            // The program takes the Azure of its own with it.
            if (program is not null) await program.DisposeAsync();
            else if (functions is var (unused, _)) await unused.DisposeAsync();
            if (slack is not null) await slack.DisposeAsync();
            await cloud.DisposeAsync();
            if (data is null) Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    private static async Task<IChatClient> ClientAsync(
        Trial trial, SandboxChat chat, IProgram program, SlackStandIn? slack, TimeProvider time, string opening, CancellationToken cancellationToken)
    {
        if (trial.Slack is { IsPlayed: true } && slack is not null)
            return new SlackClient(chat, slack, [.. program.Doors.Select(door => new Uri(door, "slack/"))]);
        if (trial.Teams is not { IsPlayed: true, Issuer: var issuer }) return new TerminalClient(program, chat, time, opening);
        IReadOnlyList<Uri> doors = [.. program.Doors.Select(door => new Uri(door, "messages"))];
        return await TeamsClient.StartAsync(chat, program.Product.Policy, doors, issuer, time, cancellationToken);
    }

    private static async Task<DateTimeOffset?> SavedTimeAsync(string clock, CancellationToken cancellationToken)
    {
        if (!File.Exists(clock)) return null;
        return DateTimeOffset.TryParse(await File.ReadAllTextAsync(clock, cancellationToken), out var saved) ? saved : null;
    }

    /// <summary>Kills the program and starts it again on what it had written.</summary>
    public Task RestartAsync(CancellationToken cancellationToken) => _program.RestartAsync(cancellationToken);

    /// <summary>Fixes the name of a machine still to come.</summary>
    public void FixName(string name) => _program.FixName(name);

    /// <exception cref="UserError">The policy knows nobody of this name.</exception>
    public Person Person(string handle)
    {
        if (Product.Policy.Emails.FirstOrDefault(e => Core.People.Person.HandleOf(e) == handle) is not { } email)
        {
            return Client.Outsider(handle)
                ?? throw new UserError($"Nobody is called @{handle}.{NearMiss.Hint(handle, Product.Policy.Emails.Select(Core.People.Person.HandleOf))}");
        }
        return Product.Policy.Find(email) ?? throw new InvalidOperationException($"The policy lost {email}.");
    }

    /// <summary>Says it, shows the answer, and does what is due at once.</summary>
    /// <param name="channel">Null for a direct message.</param>
    public Task SayAsync(Person person, string? channel, string text, CancellationToken cancellationToken) =>
        DeliverAsync([Client.Say(person, channel, text)], cancellationToken);

    public Task SubmitAsync(Person person, IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken) =>
        DeliverAsync([Client.Submit(person, values)], cancellationToken);

    /// <summary>What people do, before it is delivered.</summary>
    internal IChatClient Client { get; }

    /// <summary>Delivers it all at once, and does what is due then.</summary>
    internal async Task DeliverAsync(IReadOnlyList<Delivery> deliveries, CancellationToken cancellationToken)
    {
        await Task.WhenAll(deliveries.Select(TryAsync));
        await SettleAsync(cancellationToken);

        async Task TryAsync(Delivery delivery)
        {
            while (!await delivery.TryAsync(cancellationToken))
                if (_redeliversLate) await SettleAsync(cancellationToken);
        }
    }

    /// <summary>A message that failed five times comes from its queue's poison queue.</summary>
    public async Task GiveUpAsync(NudgeKind kind, string text, CancellationToken cancellationToken)
    {
        await _program.GiveUpAsync(kind, text, cancellationToken);
        await SettleAsync(cancellationToken);
    }

    /// <summary>Lets time pass until then, running whatever falls due on the way at its own time.</summary>
    public async Task AdvanceToAsync(DateTimeOffset target, CancellationToken cancellationToken)
    {
        var next = await SettleAsync(cancellationToken);
        while (next <= target)
        {
            Time.MoveTo(next);
            next = await SettleAsync(cancellationToken);
        }
        Time.MoveTo(target);
        if (!_isTemporary) await File.WriteAllTextAsync(Path.Combine(_data, "clock"), $"{Time.GetUtcNow():O}", cancellationToken);
    }

    public async Task<IReadOnlyList<Machine>> LiveAsync(CancellationToken cancellationToken)
    {
        var live = new List<Machine>();
        await foreach (var machine in _machines.LiveAsync(cancellationToken)) live.Add(machine);
        return live;
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await _program.DisposeAsync();
        if (Slack is not null) await Slack.DisposeAsync();
        await Cloud.DisposeAsync();
        if (_isTemporary) Directory.Delete(_data, recursive: true);
    }

    /// <summary>Runs until nothing is left to do at this moment.</summary>
    /// <returns>The next moment at which something happens by itself: in the product, or in Azure.</returns>
    private async Task<DateTimeOffset> SettleAsync(CancellationToken cancellationToken)
    {
        // A machine that is due at once for ever would be a bug.
        for (var turn = 0; turn < MostTurns; turn++)
            if (await TakeTurnAsync(cancellationToken) is { } next) return next;
        throw new InvalidOperationException("A machine is due again and again without time passing.");
    }

    /// <summary>Does one thing whose time has come; when there is none, says when there will be.</summary>
    private async Task<DateTimeOffset?> TakeTurnAsync(CancellationToken cancellationToken)
    {
        Cloud.Settle();
        if (await _program.WorkAsync(cancellationToken)) return null;
        var (chore, at) = (await AgendaAsync(cancellationToken)).MinBy(entry => entry.At);
        if (at > Time.GetUtcNow()) return Cloud.NextChangeAt is { } change && change < at ? change : at;
        _done[chore.Name] = Time.GetUtcNow();
        await _program.RunAsync(chore, cancellationToken);
        return null;
    }

    /// <summary>
    /// When each chore is due. A sweep comes each minute; here those in which nothing would happen are left out, and one comes
    /// whenever a machine is due, so that nobody has to count minutes.
    /// </summary>
    private async Task<IReadOnlyList<(Chore Chore, DateTimeOffset At)>> AgendaAsync(CancellationToken cancellationToken)
    {
        var sweep = DateTimeOffset.MaxValue;
        await foreach (var machine in _machines.LiveAsync(cancellationToken)) sweep = Min(sweep, machine.DueAt);
        if (await _machines.UndeliveredAsync(cancellationToken).AnyAsync(cancellationToken)
            || await _poison.DueAsync(Time.GetUtcNow(), cancellationToken).AnyAsync(cancellationToken)) sweep = Min(sweep, ByTheClock(Product.Sweep));
        return [(Product.Sweep, sweep), (Product.Rounds, ByTheClock(Product.Rounds)), (Product.Inventory, ByTheClock(Product.Inventory))];
    }

    private DateTimeOffset ByTheClock(Chore chore) => _done.TryGetValue(chore.Name, out var last) ? last + chore.Every : Time.GetUtcNow();

    private static DateTimeOffset Min(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
