using System.Collections.Immutable;
using ChatOps.Bot;
using ChatOps.Bot.Channels.Slack;
using ChatOps.Bot.Channels.Teams;
using ChatOps.Bot.Commands;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Inventory;
using ChatOps.Core.Machines;
using ChatOps.Core.Orders;
using ChatOps.Core.People;
using ChatOps.Core.State;
using ChatOps.Core.Words;
using ChatOps.Core.Yaml;
using Microsoft.Extensions.Logging;

namespace ChatOps.Functions;

/// <summary>What differs between the hosts of the product.</summary>
public sealed record Surroundings
{
    /// <summary>The folder with blueprints, <c>policy.yaml</c> and <c>released.lock</c>.</summary>
    public required string BlueprintsFolder { get; init; }
    /// <summary>Whether versions that are not released yet are offered.</summary>
    public required bool Drafts { get; init; }
    /// <summary>Opens a table by its name.</summary>
    public required Func<string, ITable> Table { get; init; }
    public required IMachineCloud Cloud { get; init; }
    public required ICloudInventory Inventory { get; init; }
    public required INudges Nudges { get; init; }
    /// <summary>Whether Azure nudges by itself when it has done something (docs/adr/0004); else it is asked again and again.</summary>
    public required bool AzureTells { get; init; }
    /// <summary>How many machines are looked at at the same time.</summary>
    public int AtOnce { get; init; } = 16;
    /// <summary>The sandbox's own chat; null outside it.</summary>
    public IChannel? Channel { get; init; }
    /// <summary>Null without Microsoft Teams.</summary>
    public TeamsSite? Teams { get; init; }
    /// <summary>Null without Slack.</summary>
    public SlackSite? Slack { get; init; }
    public required TimeProvider Time { get; init; }
    public required ILoggerFactory Logs { get; init; }
    public NameMaker Names { get; init; } = new();
}

/// <param name="Every">The longest time between two of them.</param>
public sealed record Chore(string Name, TimeSpan Every, Func<CancellationToken, Task> RunAsync);

/// <summary>The composition root: the whole product, put together once, the same for every host.</summary>
public sealed class Product
{
    private readonly Engine _engine;
    private readonly OutboxDelivery _outbox;
    private readonly Rounds _rounds;
    private readonly LeakSweep _leaks;
    private readonly LeakReports _leakReports;
    private readonly PoisonStore _poison;
    private readonly PoisonReports _poisonReports;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    /// <exception cref="InvalidFileException">Blueprints or policy are wrong; says where.</exception>
    public Product(Surroundings host)
        : this(host, PolicyFile.Load(Path.Combine(host.BlueprintsFolder, "policy.yaml")), BlueprintCatalog.Load(host.BlueprintsFolder, host.Drafts))
    {
    }

    /// <summary>For a host that starts it again and again.</summary>
    /// <exception cref="InvalidFileException">Blueprints and policy do not fit together; says where.</exception>
    public Product(Surroundings host, Policy policy, BlueprintCatalog blueprints)
    {
        (Policy, Blueprints, _time, _log) = (policy, blueprints, host.Time, host.Logs.CreateLogger<Product>());
        RequireTeams(Blueprints, Policy);
        Machines = new MachineStore(host.Table("machines"), host.Nudges);
        var names = new NameStore(host.Table("names"), Machines, host.Time);
        var requests = new RequestStore(host.Table("requests"));
        var launching = new Launching(
            Blueprints, Machines, names, requests, new LastLaunchStore(host.Table("launches")), host.Names, host.Time);
        var orders = new MachineOrders(Machines, host.Time);
        var pace = new EnginePace(host.AtOnce, host.AzureTells ? Waits.Told : Waits.Soon);
        _engine = new Engine(Machines, host.Cloud, Blueprints, pace, host.Time, host.Logs.CreateLogger<Engine>());
        _poison = new PoisonStore(host.Table("poison"), Machines);
        var replaying = new Replaying(_poison, host.Nudges, host.Time);
        Commands = CommandList.Create(Blueprints, Machines, names, requests, _poison, launching, orders, replaying);
        Bot = new ChatBot(Commands, Policy.TimeZone, host.Time, host.Logs.CreateLogger<ChatBot>());
        var views = new CardViews(Machines, Policy.TimeZone, host.Time);
        if (host.Teams is { } teams)
            Teams = new TeamsChat(teams, host.Table, Policy, Bot, views, host.Time, host.Logs);
        if (host.Slack is { } slack)
            Slack = new SlackChat(slack, host.Table, Policy, Bot, views, Machines, host.Time, host.Logs);
        IChannel?[] chats = [host.Channel, Teams?.Channel, Slack?.Channel];
        var channel = new AllChannels([.. chats.OfType<IChannel>()]);
        _rounds = new Rounds(host.Inventory, Machines, _engine, host.Logs.CreateLogger<Rounds>());
        var orphans = new OrphanStore(host.Table("orphans"));
        _leaks = new LeakSweep(host.Inventory, Machines, orphans, Blueprints, host.Time, host.Logs.CreateLogger<LeakSweep>());
        _leakReports = new LeakReports(orphans, Machines, channel, Policy, host.Time, host.Logs.CreateLogger<LeakReports>());
        _poisonReports = new PoisonReports(_poison, channel, Policy, host.Time, host.Logs.CreateLogger<PoisonReports>());
        _outbox = new OutboxDelivery(Machines, channel, Policy.TimeZone, host.Time, host.Logs.CreateLogger<OutboxDelivery>());
    }

    public Policy Policy { get; }

    public BlueprintCatalog Blueprints { get; }

    public MachineStore Machines { get; }

    public ImmutableArray<ICommand> Commands { get; }

    public ChatBot Bot { get; }

    /// <summary>Null without Microsoft Teams.</summary>
    public TeamsChat? Teams { get; }

    /// <summary>Null without Slack.</summary>
    public SlackChat? Slack { get; }

    /// <summary>A slip in a team's name would quietly let nobody in.</summary>
    private static void RequireTeams(BlueprintCatalog blueprints, Policy policy)
    {
        var teams = policy.Teams.Select(team => team.Name).Append("everyone").ToList();
        var problems = blueprints.All
            .SelectMany(blueprint => blueprint.Access.Launch.Where(who => !teams.Contains(who)).Select(who =>
                $"blueprints/{blueprint.Name}: access.launch: policy.yaml has no team {who}.{NearMiss.Hint(who, teams)}"))
            .ToList();
        if (problems.Count > 0) throw new InvalidFileException(problems);
    }

    /// <summary>What a host does by the clock.</summary>
    public Chore Sweep => new("sweep", TimeSpan.FromMinutes(1), SweepAsync);

    public Chore Rounds => new("rounds", TimeSpan.FromMinutes(5), _rounds.WalkAsync);

    public Chore Inventory => new("inventory", TimeSpan.FromHours(1), InventoryAsync);

    /// <summary>What a nudge asks for.</summary>
    public Task HandleAsync(Nudge nudge, CancellationToken cancellationToken) => nudge.Kind switch
    {
        NudgeKind.Look => _engine.LookAsync([nudge.Machine], cancellationToken),
        NudgeKind.Deliver => _outbox.DeliverAsync(nudge.Machine, cancellationToken),
    };

    /// <summary>
    /// For a message that could not be handled however often it was tried. It is kept for the admins, who are told. It fails only
    /// where it could not be kept; should it all the same come again, it counts as given up once more.
    /// </summary>
    /// <param name="text">Of the message, as it was in its queue.</param>
    /// <param name="machine">Whose it is; null when it names none.</param>
    public async Task GiveUpAsync(NudgeKind kind, string text, MachineId? machine, CancellationToken cancellationToken)
    {
        await _poison.AddAsync(kind, text, machine, _time.GetUtcNow(), cancellationToken);
        try
        {
            await _poisonReports.DeliverSoonAsync(cancellationToken);
        }
        // It is kept: if this failed, it would come again and be counted twice.
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Log.NotTold(_log, e);
        }
    }

    /// <summary>Whatever is due, then whatever waits to be told.</summary>
    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        await _engine.SweepAsync(cancellationToken);
        await _outbox.SweepAsync(cancellationToken);
        await _poisonReports.DeliverAsync(cancellationToken);
    }

    private async Task InventoryAsync(CancellationToken cancellationToken)
    {
        await _leaks.RunAsync(cancellationToken);
        await _leakReports.DeliverAsync(cancellationToken);
    }
}
