using System.Collections.Immutable;
using ChatOps.Bot;
using ChatOps.Bot.Commands;
using ChatOps.Bot.Rendering;
using ChatOps.Core.Audit;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Machines;
using ChatOps.Core.Orders;
using ChatOps.Core.People;
using ChatOps.Core.State;
using ChatOps.Core.Words;
using ChatOps.Tests.Tools;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOps.Tests.Bot;

/// <summary>
/// The bot on its real stores, with the repository's blueprints and policy, and people to speak. No engine runs: a machine
/// stays in the phase that a test put it in.
/// </summary>
internal sealed class BotDesk : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly NameStore _names;
    private int _said;

    /// <param name="policy">Another than the repository's.</param>
    public BotDesk(Policy? policy = null)
    {
        var machines = new SqliteTable(_folder.At("state.db"), "machines");
        Machines = new MachineStore(machines, Nudges);
        _names = new NameStore(new SqliteTable(_folder.At("state.db"), "names"), Machines, Time);
        PoisonTable = new HookedTable(new SqliteTable(_folder.At("state.db"), "poison"));
        Poison = new PoisonStore(PoisonTable, Machines);
        AuditTable = new HookedTable(new SqliteTable(_folder.At("state.db"), "audit"));
        Audit = new AuditLog(AuditTable, [MachineStore.Audit(machines)], Time, NullLogger<AuditLog>.Instance);
        Governance = new GovernanceDesk(
            name => new SqliteTable(_folder.At("state.db"), name),
            Machines, _names, TheBlueprints, new LivePolicy(policy ?? Policy), new NameMaker(FixedName), Time, Nudges);
        CommandAudit = new CommandAudit(Audit, Machines, Governance.Meant, NullLogger<CommandAudit>.Instance);
        Commands = Governance.Commands(Poison, Audit, new Replaying(Poison, Nudges, Time));
    }

    public static readonly BlueprintCatalog TheBlueprints = BlueprintCatalog.Load(Repository.Blueprints, drafts: false);

    public static readonly Policy Policy = PolicyFile.Load(Path.Combine(Repository.Blueprints, "policy.yaml"));

    /// <summary>The same, as the product hands it around.</summary>
    public static readonly LivePolicy Live = new(Policy);

    public static readonly Person Scientist = Known("scientist");
    public static readonly Person Colleague = Known("scientist2");
    public static readonly Person Manager = Known("manager");
    public static readonly Person Admin = Known("admin");

    /// <summary>Of another team: may use what everyone may, and sees nothing of team vision.</summary>
    public static readonly Person Outsider = new("outsider@contoso.example", IsAdmin: false,
        [new Team { Name = "speech", Title = "Speech", Managers = [], Members = ["outsider@contoso.example"], Channel = "speech" }]);

    public static readonly Conversation Channel = new("terminal", "vision", IsDirect: false);

    public SettableTime Time { get; } = new();

    public MachineStore Machines { get; }

    public Nudges Nudges { get; } = new();

    public HookedTable PoisonTable { get; }

    public PoisonStore Poison { get; }

    public RequestStore Requests => Governance.Meant;

    public HookedTable AuditTable { get; }

    public AuditLog Audit { get; }

    public CommandAudit CommandAudit { get; }

    /// <summary>Of the next machines.</summary>
    public Queue<string> FixedNames { get; } = new();

    private string? FixedName() => FixedNames.TryDequeue(out var name) ? name : null;

    public GovernanceDesk Governance { get; }

    public ImmutableArray<ICommand> Commands { get; }

    public Clock Clock => new(Time.Now, Policy.TimeZone);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>What a command answers, said in the team's channel.</summary>
    /// <param name="id">The message's own; another each time if none is given.</param>
    public Task<Reply> SayAsync(Person person, string text, string? id = null)
    {
        var (command, words) = CommandParser.Parse(text, Commands) ?? throw new InvalidOperationException("Nothing was said.");
        person.Require(command.Syntax.Needs);
        var request = new ChatRequest(id ?? $"said-{++_said}", person, Channel, text);
        return command.RunAsync(new CommandCall(request, words, Clock), Cancellation);
    }

    /// <summary>The same as plain text.</summary>
    public async Task<string> TextAsync(Person person, string text) => TextRenderer.Render((await SayAsync(person, text)).Card);

    /// <summary>What the person is told instead of an answer.</summary>
    public async Task<string> MistakeAsync(Person person, string text) => (await Assert.ThrowsAsync<UserError>(() => SayAsync(person, text))).Message;

    /// <summary>Writes a machine as it is given, with its name reserved.</summary>
    public async Task<Machine> HasAsync(Machine machine)
    {
        await _names.TryReserveAsync(machine.Name, machine.Id, Cancellation);
        Assert.True(await Machines.CreateAsync(new Step(machine, Time.Now).Record(EventKind.Requested, "Launched", machine.Owner), Cancellation));
        if (!machine.IsGone) return machine;
        var read = Assert.IsType<StoredMachine>(await Machines.GetAsync(machine.Id, Cancellation));
        Assert.True(await Machines.SaveAsync(read, new Step(machine, Time.Now), Cancellation));
        return machine;
    }

    /// <summary>The machine as it is written now.</summary>
    public async Task<Machine> NowAsync(Machine machine) => Assert.IsType<Machine>(await Machines.FindAsync(machine.Id, Cancellation));

    public void Dispose() => _folder.Dispose();

    private static Person Known(string handle) =>
        Policy.Find($"{handle}@contoso.example") ?? throw new InvalidOperationException($"The policy has no {handle}.");
}
