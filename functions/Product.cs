using System.Collections.Immutable;
using ChatOps.Azure.Prices;
using ChatOps.Bot;
using ChatOps.Bot.Channels.Slack;
using ChatOps.Bot.Channels.Teams;
using ChatOps.Bot.Commands;
using ChatOps.Core.Actuals;
using ChatOps.Core.Alerts;
using ChatOps.Core.Approvals;
using ChatOps.Core.Audit;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Inventory;
using ChatOps.Core.Machines;
using ChatOps.Core.Orders;
using ChatOps.Core.People;
using ChatOps.Core.Prices;
using ChatOps.Core.Reaping;
using ChatOps.Core.Reports;
using ChatOps.Core.State;
using ChatOps.Core.Utilization;
using ChatOps.Core.Yaml;
using Microsoft.Extensions.Logging;

namespace ChatOps.Functions;

/// <param name="Every">The longest time between two of them.</param>
public sealed record Chore(string Name, TimeSpan Every, Func<CancellationToken, Task> RunAsync);

/// <summary>The composition root: the whole product, put together once, the same for every host.</summary>
public sealed class Product
{
    internal const string PolicyTable = "policy";

    private readonly Engine _engine;
    private readonly OutboxDelivery _outbox;
    private readonly Granting _granting;
    private readonly RequestDelivery _requests;
    private readonly Rounds _rounds;
    private readonly LeakSweep _leaks;
    private readonly LeakReports _leakReports;
    private readonly PoisonStore _poison;
    private readonly PoisonReports _poisonReports;
    private readonly BudgetReports _budgets;
    private readonly DigestReports _digests;
    private readonly AlertReports _alerts;
    private readonly UseMeter _use;
    private readonly Reaper _reaper;
    private readonly SilenceReports _silence;
    private readonly AuditLog _audit;
    private readonly LivePolicy _policy;
    private readonly LivePrices _prices;
    private readonly ActualReading? _actuals;
    private readonly ActualReports? _actualReports;
    private readonly PolicyReports _policyReports;
    private readonly GroupMemberships? _groups;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    /// <exception cref="InvalidFileException">Blueprints or policy are wrong; says where.</exception>
    public Product(Surroundings host) : this(host, BlueprintCatalog.Load(host.BlueprintsFolder, host.Drafts))
    {
    }

    /// <summary>For a host that starts it again and again: with a policy that never changes.</summary>
    public Product(Surroundings host, Policy policy, BlueprintCatalog blueprints) : this(host, new LivePolicy(policy), blueprints)
    {
    }

    private Product(Surroundings host, BlueprintCatalog blueprints)
        : this(host, PolicyOpening.Open(host, blueprints), blueprints)
    {
    }

    private Product(Surroundings host, LivePolicy policy, BlueprintCatalog blueprints)
    {
        (_policy, Blueprints, _time, _log) = (policy, blueprints, host.Time, host.Logs.CreateLogger<Product>());
        if (host.Groups is { } directory)
            _groups = new GroupMemberships(directory, new GroupStore(host.Table("groups")), host.Time, host.Logs.CreateLogger<GroupMemberships>());
        Machines = new MachineStore(host.Table("machines"), host.Nudges);
        var names = new NameStore(host.Table("names"), Machines, host.Time);
        _prices = host.Prices is { } list
            ? new LivePrices(ShippedPrices.Book, new PriceSource(
                list, new PriceStore(host.Table("prices")), Blueprints, () => Policy.Currency, host.Time, host.Logs.CreateLogger<LivePrices>()))
            : new LivePrices(ShippedPrices.Book);
        var governance = new Governance(host.Table, Machines, names, Blueprints, policy, _prices, host.Names, host.Nudges, host.Time, host.Logs);
        _granting = governance.Granting;
        var requestViews = new RequestViews(governance.Requests, governance.Approving, policy, host.Time);
        var pace = new EnginePace(host.AtOnce, host.AzureTells ? Waits.Told : Waits.Soon);
        _engine = new Engine(Machines, governance.Ledger, host.Cloud, Blueprints, _prices, pace, host.Time, host.Logs.CreateLogger<Engine>());
        _poison = new PoisonStore(host.Table("poison"), Machines);
        var replaying = new Replaying(_poison, host.Nudges, host.Time);
        _audit = OpenAudit(host.Table, host.Time, host.Logs);
        _reaper = new Reaper(
            Machines, host.Metrics, new HabitBook(host.Table("habits")), Blueprints, policy, host.Time, host.Logs.CreateLogger<Reaper>());
        var subscriptions = new SubscriptionStore(host.Table("digests"));
        var use = new UseStore(host.Table("use"));
        var actuals = host.Actuals is null ? null : new ActualStore(host.Table("actuals"));
        var accounts = new Accounts(Machines, governance, use, host.Metrics, Blueprints, _prices, actuals, policy);
        _use = new UseMeter(use, host.Metrics, accounts.Costs, policy, host.Time, host.Logs.CreateLogger<UseMeter>());
        Commands = CommandList.Create(
            Blueprints, Machines, names, _poison, _audit, governance, accounts, subscriptions, _reaper, requestViews, policy, _prices, replaying);
        var commandAudit = new CommandAudit(_audit, Machines, governance.Meant, host.Logs.CreateLogger<CommandAudit>());
        Bot = new ChatBot(Commands, policy, host.Time, commandAudit, host.Logs.CreateLogger<ChatBot>());
        var views = new CardViews(Machines, requestViews, policy, host.Time);
        if (host.Teams is { } teams)
            Teams = new TeamsChat(teams, host.Table, policy, Bot, views, host.Time, host.Logs);
        if (host.Slack is { } slack)
            Slack = new SlackChat(slack, host.Table, policy, Bot, views, Machines, host.Time, host.Logs);
        IChannel?[] chats = [host.Channel, Teams?.Channel, Slack?.Channel];
        var channel = new AllChannels([.. chats.OfType<IChannel>()]);
        _rounds = new Rounds(host.Inventory, Machines, _engine, host.Logs.CreateLogger<Rounds>());
        var orphans = new OrphanStore(host.Table("orphans"));
        _leaks = new LeakSweep(host.Inventory, Machines, orphans, Blueprints, host.Time, host.Logs.CreateLogger<LeakSweep>());
        _leakReports = new LeakReports(orphans, Machines, channel, policy, host.Time, host.Logs.CreateLogger<LeakReports>());
        _poisonReports = new PoisonReports(_poison, channel, policy, host.Time, host.Logs.CreateLogger<PoisonReports>());
        _policyReports = new PolicyReports(policy, new PolicyStore(host.Table(PolicyTable)), channel, host.Time, host.Logs.CreateLogger<PolicyReports>());
        _requests = new RequestDelivery(governance.Requests, requestViews, channel, policy, host.Time, host.Logs.CreateLogger<RequestDelivery>());
        var told = new ToldBudgets(host.Table("spent"));
        _budgets = new BudgetReports(Machines, governance.Spending, told, channel, policy, host.Time, host.Logs.CreateLogger<BudgetReports>());
        _digests = new DigestReports(subscriptions, accounts.Spend, channel, policy, host.Time, host.Logs.CreateLogger<DigestReports>());
        _alerts = new AlertReports(
            new AlertStore(host.Table("alerts")), accounts.Spend, governance.Requests, Machines, _prices, channel, policy, host.Time,
            host.Logs.CreateLogger<AlertReports>());
        _silence = new SilenceReports(new SilenceStore(host.Table("reaper")), channel, policy, host.Logs.CreateLogger<SilenceReports>());
        _outbox = new OutboxDelivery(Machines, channel, policy, host.Time, host.Logs.CreateLogger<OutboxDelivery>());
        if (host.Actuals is { } bill && actuals is not null && accounts.Reconciling is { } reconciling)
        {
            _actuals = new ActualReading(bill, actuals, host.Time, host.Logs.CreateLogger<ActualReading>());
            _actualReports = new ActualReports(reconciling, actuals, channel, policy, host.Time, host.Logs.CreateLogger<ActualReports>());
        }
    }

    /// <summary>The audit of all that is kept in these tables, also for who only reads it.</summary>
    internal static AuditLog OpenAudit(Func<string, ITable> table, TimeProvider time, ILoggerFactory logs) =>
        new(
            table("audit"),
            [MachineStore.Audit(table("machines")), ApprovalStore.Audit(table("approvals")), PolicyStore.Audit(table(PolicyTable))],
            time,
            logs.CreateLogger<AuditLog>());

    /// <summary>As it is in force at this moment.</summary>
    public Policy Policy => _policy.Now;

    /// <summary>Of its file; null where it has none.</summary>
    public string? PolicyDigest => _policy.HasFile ? _policy.InForce.Digest : null;

    public BlueprintCatalog Blueprints { get; }

    public MachineStore Machines { get; }

    public ImmutableArray<ICommand> Commands { get; }

    public ChatBot Bot { get; }

    /// <summary>Null without Microsoft Teams.</summary>
    public TeamsChat? Teams { get; }

    /// <summary>Null without Slack.</summary>
    public SlackChat? Slack { get; }

    /// <summary>Reads the policy's file at once if it has changed.</summary>
    public void LookAtPolicy() => _policy.Look();

    /// <summary>What a host does by the clock.</summary>
    public Chore Sweep => new("sweep", TimeSpan.FromMinutes(1), SweepAsync);

    public Chore Rounds => new("rounds", TimeSpan.FromMinutes(5), _rounds.WalkAsync);

    public Chore Inventory => new("inventory", TimeSpan.FromHours(1), InventoryAsync);

    public Chore Meter => new("meter", TimeSpan.FromMinutes(15), MeterAsync);

    public Chore Digest => new("digest", TimeSpan.FromMinutes(15), DigestAsync);

    public Chore Reap => new("reap", TimeSpan.FromMinutes(5), ReapAsync);

    public Chore Audit => new("audit", TimeSpan.FromMinutes(5), _audit.TendAsync);

    /// <summary>What each instance does for itself: it is about what is in its own memory.</summary>
    public Chore AuditNotes => new("audit's notes", TimeSpan.FromSeconds(1), _audit.WriteNotesAsync);

    /// <inheritdoc cref="AuditNotes"/>
    public Chore KnownGroups => new("known groups", TimeSpan.FromMinutes(1), KnowGroupsAsync);

    /// <summary>What a nudge asks for.</summary>
    public Task HandleAsync(Nudge nudge, CancellationToken cancellationToken) => nudge.Kind switch
    {
        NudgeKind.Look => _engine.LookAsync([nudge.Machine], cancellationToken),
        NudgeKind.Deliver => DeliverAsync(nudge.Machine, cancellationToken),
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

    /// <summary>A launch has the number of the request that it took, if it took one.</summary>
    private async Task DeliverAsync(MachineId machine, CancellationToken cancellationToken)
    {
        await _requests.DeliverAsync(RequestId.Of(machine), cancellationToken);
        await _outbox.DeliverAsync(machine, cancellationToken);
    }

    /// <summary>The policy first, then whatever is due, then whatever waits to be told.</summary>
    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        _policy.Look();
        await LookAtGroupsAsync(cancellationToken);
        await _granting.SweepAsync(cancellationToken);
        await _engine.SweepAsync(cancellationToken);
        await _requests.SweepAsync(cancellationToken);
        await _outbox.SweepAsync(cancellationToken);
        await _poisonReports.DeliverAsync(cancellationToken);
        await _policyReports.DeliverAsync(Note, cancellationToken);
        await _reaper.HearSpotAsync(cancellationToken);
    }

    private async Task LookAtGroupsAsync(CancellationToken cancellationToken)
    {
        if (_groups is not { } groups || _policy.InForce.Policy is not { } file || file.Groups().Count == 0) return;
        await groups.RefreshAsync(file, cancellationToken);
        await KnowGroupsAsync(cancellationToken);
    }

    /// <summary>Until this has run once, whoever is in a team by a group only is in none.</summary>
    private async Task KnowGroupsAsync(CancellationToken cancellationToken)
    {
        if (_groups is { } groups && _policy.InForce.Policy.Groups().Count > 0) _policy.Know(await groups.KnownAsync(cancellationToken));
    }

    private async Task MeterAsync(CancellationToken cancellationToken)
    {
        await _budgets.DeliverAsync(cancellationToken);
        await _use.RecordAsync(cancellationToken);
    }

    private async Task ReapAsync(CancellationToken cancellationToken) =>
        await _silence.DeliverAsync(await _reaper.PassAsync(cancellationToken), cancellationToken);

    private void Note(PolicyNews news)
    {
        if (news is PolicyNews.Broken broken) Log.PolicyBroken(_log, broken.Digest, string.Join('\n', broken.Problems));
        else if (news is PolicyNews.InForce policy) Log.PolicyInForce(_log, policy.Digest, policy.Summary);
    }

    private async Task DigestAsync(CancellationToken cancellationToken)
    {
        await _digests.DeliverAsync(cancellationToken);
        await _alerts.DeliverAsync(cancellationToken);
    }

    private async Task InventoryAsync(CancellationToken cancellationToken)
    {
        await _prices.RefreshAsync(cancellationToken);
        await _alerts.DeliverPricesAsync(cancellationToken);
        await _leaks.RunAsync(cancellationToken);
        await _leakReports.DeliverAsync(cancellationToken);
        if (_actuals is { } bill) await bill.RunAsync(cancellationToken);
        if (_actualReports is { } off) await off.DeliverAsync(cancellationToken);
    }
}
