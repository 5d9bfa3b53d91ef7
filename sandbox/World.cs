using System.Collections.Immutable;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.State;
using ChatOps.Core.Words;
using ChatOps.Core.Yaml;
using ChatOps.Functions;
using ChatOps.Sandbox.Chat;
using ChatOps.Sandbox.Cloud;
using ChatOps.Sandbox.Loopback;
using ChatOps.Sandbox.Monitor;
using ChatOps.Sandbox.Prices;
using ChatOps.Sandbox.Programs;
using ChatOps.Sandbox.Slack;
using ChatOps.Sandbox.Teams;
using Microsoft.Extensions.Logging;

namespace ChatOps.Sandbox;

/// <summary>The product with all that it needs around it on one machine: virtual time, a stand-in for Azure, a chat.</summary>
public sealed class World : IAsyncDisposable
{
    private const int MostTurns = 10_000;
    private const string PolicyName = "policy.yaml";

    private readonly string _data;
    private readonly string _blueprints;
    private readonly string _policy;
    private readonly ImmutableArray<string> _everybody;
    private readonly bool _isTemporary;
    private readonly bool _redeliversLate;
    private readonly StandIns _azure;
    private readonly IProgram _program;
    private readonly IReadOnlyList<IChatClient> _clients;
    private readonly MachineStore _machines;
    private readonly WorldAgenda _agenda;

    private World(
        bool isTemporary, bool redeliversLate, ProgramPlace place, IProgram program, SandboxChat chat, IReadOnlyList<IChatClient> clients,
        SlackStandIn? slack)
    {
        (_data, _isTemporary, _redeliversLate, _program, _clients) = (place.Folder, isTemporary, redeliversLate, program, clients);
        (_blueprints, _policy, _everybody) = (place.Blueprints, place.Policy, [.. program.Product.Policy.Emails]);
        (Time, _azure, Chat, Slack, Tables) = (place.Time, place.Azure, chat, slack, place.Tables);
        // The world looks for itself, so that its looking is no call of the program's.
        _machines = new MachineStore(place.Tables("machines"), new NudgeQueue());
        _agenda = new WorldAgenda(place.Tables, _machines, place.Time, place.IsMeasured);
        Cloud.Changed += program.AzureTells;
        Guests = new GuestAgents(Cloud, Monitor, Time, isTemporary ? null : Path.Combine(_data, "guests.json"));
    }

    public VirtualTime Time { get; }

    public ArmStandIn Cloud => _azure.Arm;

    public MonitorStandIn Monitor => _azure.Monitor;

    internal PricesStandIn Prices => _azure.Prices;

    /// <summary>The product's own, by name.</summary>
    internal Func<string, ITable> Tables { get; }

    /// <summary>The agents on the machines.</summary>
    internal GuestAgents Guests { get; }

    public SandboxChat Chat { get; }

    /// <summary>For what is the same in each copy of the program: people, blueprints, commands.</summary>
    public Product Product => _program.Product;

    /// <summary>Where the Bot Connector posts activities; null without Teams.</summary>
    public Uri? Messages => _program.Doors is [var first, ..] ? new Uri(first, "messages") : null;

    /// <summary>Where Slack posts what happens there, at each instance; none without Slack.</summary>
    internal IReadOnlyList<Uri> SlackDoors => [.. _program.Doors.Select(door => new Uri(door, "slack/"))];

    /// <summary>Null without Slack.</summary>
    public SlackStandIn? Slack { get; }

    /// <summary>The Teams that people speak in; null when they do not.</summary>
    internal TeamsClient? Teams => _clients.OfType<TeamsClient>().FirstOrDefault();

    /// <summary>The Slack that people speak in; null when they do not.</summary>
    internal SlackClient? SlackPeople => _clients.OfType<SlackClient>().FirstOrDefault();

    /// <summary>Whether people speak in more than one chat.</summary>
    internal bool HasSeveralChats => _clients.Count > 1;

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
        var policy = PolicyFile.Load(Path.Combine(blueprints, PolicyName));
        File.Copy(Path.Combine(blueprints, PolicyName), Path.Combine(folder, PolicyName), overwrite: true);
        var time = new VirtualTime(await SavedTimeAsync(Path.Combine(folder, "clock"), cancellationToken) ?? start);
        var file = data is null ? null : Path.Combine(folder, "cloud.json");
        (LocalAzure Azure, FunctionsTrial Trial)? functions = trial.Functions is { } published
            ? (await published.Deployment.NewAzureAsync(time, file, cancellationToken), published)
            : null;
        IProgram? program = null;
        SlackStandIn? slack = null;
        var azure = functions?.Azure.StandIns ?? await StandIns.StartAsync(time, file, certificate: null, cancellationToken);
        try
        {
            var tables = functions?.Azure.Tables ?? trial.Tables ?? (name => new SqliteTable(Path.Combine(folder, "state.db"), name));
            var (chat, opening) = (new SandboxChat(), data is null ? "" : $"/{Guid.NewGuid():N}");
            if (trial.Slack is { Port: var port })
                slack = await SlackStandIn.StartAsync(policy, time, data is null ? time : TimeProvider.System, port, opening, cancellationToken);
            var isElsewhere = trial.Teams is { IsPlayed: true } || trial.Slack is { IsPlayed: true };
            var place = new ProgramPlace(
                folder, blueprints, Path.Combine(folder, PolicyName), tables, azure, isElsewhere ? null : chat, time, logs)
            {
                IsMeasured = trial.IsMeasured,
                Teams = trial.Teams is { } teams ? SandboxTeams.Site(teams.Issuer.Metadata) : null,
                Slack = slack is null ? null : SandboxSlack.Site(slack.Api),
            };
            program = functions is var (local, how)
                ? await FunctionsApp.StartAsync(place, local, how, cancellationToken)
                : await InProcess.StartAsync(place, trial.NextLife, cancellationToken);
            var clients = await ClientsAsync(trial, chat, program, slack, time, opening, cancellationToken);
            return new World(data is null, trial.RedeliversLate, place, program, chat, clients, slack);
        }
        catch
        {
            // The program takes the Azure of its own with it.
            if (program is not null) await program.DisposeAsync();
            else if (functions is var (unused, _)) await unused.DisposeAsync();
            if (slack is not null) await slack.DisposeAsync();
            await azure.DisposeAsync();
            if (data is null) Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    private static async Task<IReadOnlyList<IChatClient>> ClientsAsync(
        Trial trial, SandboxChat chat, IProgram program, SlackStandIn? slack, TimeProvider time, string opening, CancellationToken cancellationToken)
    {
        var clients = new List<IChatClient>();
        if (trial.Teams is { IsPlayed: true, Issuer: var issuer })
        {
            IReadOnlyList<Uri> doors = [.. program.Doors.Select(door => new Uri(door, "messages"))];
            clients.Add(await TeamsClient.StartAsync(chat, program.Product.Policy, doors, issuer, time, cancellationToken));
        }
        if (trial.Slack is { IsPlayed: true } && slack is not null)
        {
            var people = new SlackClient(chat, slack, [.. program.Doors.Select(door => new Uri(door, "slack/"))]);
            clients.Insert(trial.SlackIsFirst ? 0 : clients.Count, people);
        }
        return clients.Count > 0 ? clients : [new TerminalClient(program, chat, time, opening)];
    }

    private static async Task<DateTimeOffset?> SavedTimeAsync(string clock, CancellationToken cancellationToken)
    {
        if (!File.Exists(clock)) return null;
        return DateTimeOffset.TryParse(await File.ReadAllTextAsync(clock, cancellationToken), out var saved) ? saved : null;
    }

    /// <summary>Kills the program and starts it again on what it had written.</summary>
    public Task RestartAsync(CancellationToken cancellationToken) => _program.RestartAsync(cancellationToken);

    /// <inheritdoc cref="IProgram.ScaleOutAsync"/>
    public Task ScaleOutAsync(int instances, CancellationToken cancellationToken) => _program.ScaleOutAsync(instances, cancellationToken);

    /// <summary>Changes the policy's file, and lets the program look at it, which it would do within a minute anyway.</summary>
    /// <param name="file">What it shall hold; null for the policy of the blueprints' folder.</param>
    public async Task ChangePolicyAsync(string? file, CancellationToken cancellationToken)
    {
        // Not copied, which would leave it the time at which the other was written.
        await File.WriteAllTextAsync(_policy, TextFile.Read(file ?? Path.Combine(_blueprints, PolicyName)), cancellationToken);
        await _program.RunAsync(Product.Sweep, cancellationToken);
        Product.LookAtPolicy();
        await SettleAsync(cancellationToken);
    }

    /// <summary>Fixes the name of a machine still to come.</summary>
    public void FixName(string name) => _program.FixName(name);

    /// <exception cref="UserError">The policy knows nobody of this name, and never did.</exception>
    public Person Person(string handle) => Person(handle, Client);

    /// <param name="client">Of the chat that they are in, which knows some whom the policy does not.</param>
    /// <exception cref="UserError">Neither knows anybody of this name.</exception>
    internal Person Person(string handle, IChatClient client)
    {
        var policy = Product.Policy;
        // Whoever was taken out of it can still say something.
        var emails = policy.Emails.Concat(_everybody).Distinct().ToList();
        if (emails.Find(e => Core.People.Person.HandleOf(e) == handle) is { } email)
            return policy.Find(email) ?? new Person(email, IsAdmin: false, []);
        return client.Outsider(handle)
            ?? throw new UserError($"Nobody is called @{handle}.{NearMiss.Hint(handle, emails.Select(Core.People.Person.HandleOf))}");
    }

    /// <summary>Says it, shows the answer, and does what is due at once.</summary>
    /// <param name="channel">Null for a direct message.</param>
    public Task SayAsync(Person person, string? channel, string text, CancellationToken cancellationToken) =>
        DeliverAsync([Client.Say(person, channel, text)], cancellationToken);

    public Task SubmitAsync(Person person, IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken) =>
        DeliverAsync([Client.Submit(person, values)], cancellationToken);

    /// <summary>What people do, before it is delivered; in the first chat, where there are several.</summary>
    internal IChatClient Client => _clients[0];

    /// <param name="chat">Null for the first.</param>
    /// <exception cref="UserError">Nobody speaks there.</exception>
    internal IChatClient ClientOf(string? chat) => chat is null ? Client : _clients.FirstOrDefault(client => client.Chat == chat)
        ?? throw new UserError($"Nobody speaks in {Echo.Name(chat)} here. There is {string.Join(" and ", _clients.Select(client => client.Chat))}: "
            + "--channel teams,slack plays both.");

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
        foreach (var client in _clients) await client.DisposeAsync();
        await _program.DisposeAsync();
        if (Slack is not null) await Slack.DisposeAsync();
        Guests.Dispose();
        await _azure.DisposeAsync();
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
        var now = Time.GetUtcNow();
        var guests = _agenda.IsMeasured ? Guests.NextAt ?? DateTimeOffset.MaxValue : DateTimeOffset.MaxValue;
        if (guests <= now)
        {
            await Guests.SendAsync(cancellationToken);
            return null;
        }
        var (chore, at) = (await _agenda.ReadAsync(Product, cancellationToken)).MinBy(entry => entry.At);
        if (at > now) return new[] { at, guests, Cloud.NextChangeAt ?? DateTimeOffset.MaxValue }.Min();
        _agenda.Done(chore);
        await _program.RunAsync(chore, cancellationToken);
        return null;
    }
}
