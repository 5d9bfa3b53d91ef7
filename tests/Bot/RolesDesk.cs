using System.Collections.Immutable;
using ChatOps.Bot;
using ChatOps.Bot.Commands;
using ChatOps.Bot.Rendering;
using ChatOps.Core.Approvals;
using ChatOps.Core.Audit;
using ChatOps.Core.Machines;
using ChatOps.Core.Orders;
using ChatOps.Core.People;
using ChatOps.Core.State;
using ChatOps.Tests.Core.Reaping;
using ChatOps.Tests.Tools;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOps.Tests.Bot;

/// <summary>
/// Two teams, an admin and an auditor who are in neither, and the bot as a chat speaks to it. Whatever is spoken of is there only for
/// that, and all is in order with it: what is refused is refused because of who asks.
/// </summary>
internal sealed class RolesDesk : IDisposable
{
    private static readonly Team Vision = new()
    {
        Name = "vision",
        Title = "Computer Vision",
        Managers = [EmailOf("manager")],
        Members = [EmailOf("scientist"), EmailOf("colleague")],
    };

    private static readonly Policy Policy = new()
    {
        Organisation = "Contoso",
        TimeZone = TimeZoneInfo.Utc,
        Admins = [EmailOf("admin")],
        Auditors = [EmailOf("auditor")],
        Teams = [Vision, new Team { Name = "speech", Title = "Speech", Managers = [EmailOf("lead")], Members = [EmailOf("linguist")] }],
        Approvals = new ApprovalRules { Restricted = ["pytorch-t4"] },
    };

    private readonly TempFolder _folder = new();
    private readonly MachineStore _machines;
    private readonly NameStore _names;
    private readonly GovernanceDesk _governance;
    private readonly ChatBot _bot;
    private int _count;

    public RolesDesk()
    {
        var (time, nudges) = (new SettableTime(), new Nudges());
        _machines = new MachineStore(Open("machines"), nudges);
        _names = new NameStore(Open("names"), _machines, time);
        _governance = new GovernanceDesk(Open, _machines, _names, BotDesk.TheBlueprints, new LivePolicy(Policy), new NameMaker(), time, nudges);
        var poison = new PoisonStore(Open("poison"), _machines);
        var audit = new AuditLog(Open("audit"), [MachineStore.Audit(Open("machines"))], time, NullLogger<AuditLog>.Instance);
        Commands = _governance.Commands(poison, audit, new Replaying(poison, nudges, time));
        var commandAudit = new CommandAudit(audit, _machines, _governance.Meant, NullLogger<CommandAudit>.Instance);
        _bot = new ChatBot(Commands, _governance.Policy, time, commandAudit, NullLogger<ChatBot>.Instance);
    }

    public ImmutableArray<ICommand> Commands { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static Person Person(Role role) =>
        Policy.Find(EmailOf($"{role}".ToLowerInvariant())) ?? throw new ArgumentException($"{role} is nobody.", nameof(role));

    /// <summary>The same person with a seat in team vision.</summary>
    public static Person InVision(Person person) => person with { Teams = [Vision] };

    /// <param name="byId">As a button says it, whoever has forged that; else as it is typed.</param>
    public Task<RolesAnswer> SayAsync(RolesRow row, RolesCell cell, bool byId) => SayAsync(Person(cell.Role), row.About, cell.Whose, row.Sentence, byId);

    /// <inheritdoc cref="SayAsync(RolesRow, RolesCell, bool)"/>
    public async Task<RolesAnswer> SayAsync(Person person, About about, string whose, string sentence, bool byId = false)
    {
        var spokenOf = await MakeAsync(person, about, whose, sentence);
        var text = spokenOf.Word is { } word ? sentence.Replace(word, byId ? spokenOf.Id : spokenOf.Name, StringComparison.Ordinal) : sentence;
        var before = await spokenOf.StateAsync();
        var request = new ChatRequest($"said-{++_count}", person, Conversation.Direct("terminal", person.Email), text);
        var reply = await _bot.AnswerAsync(request, Cancellation);
        // What names nothing is about what it shows.
        var isShown = text != sentence || TextRenderer.Render(reply.Card).Contains(spokenOf.Name, StringComparison.Ordinal);
        return new RolesAnswer(text, reply.Card.Title, reply.Mistake is null && isShown, await spokenOf.StateAsync() != before);
    }

    /// <summary>All that help shows.</summary>
    public async Task<string> HelpAsync(Person person)
    {
        var request = new ChatRequest($"said-{++_count}", person, Conversation.Direct("terminal", person.Email), "help");
        return TextRenderer.Render((await _bot.AnswerAsync(request, Cancellation)).Card);
    }

    public void Dispose() => _folder.Dispose();

    private static string EmailOf(string handle) => $"{handle}@contoso.example";

    private SqliteTable Open(string name) => new(_folder.At("state.db"), name);

    private async Task<SpokenOf> MakeAsync(Person person, About about, string whose, string sentence) => about switch
    {
        About.Nothing => new SpokenOf(null, "", "", () => Task.FromResult("")),
        About.Team => new SpokenOf("TEAM", TeamOf(whose), TeamOf(whose), () => Task.FromResult("")),
        About.Machine => await MakeMachineAsync(person, whose, sentence),
        About.Request => await MakeRequestAsync(person, whose),
    };

    private static string TeamOf(string whose) => whose == "other's" ? "speech" : "vision";

    private static string OwnerOf(Person person, string whose) => whose switch
    {
        "own" => person.Email,
        "team's" => EmailOf("colleague"),
        _ => EmailOf("linguist"),
    };

    private async Task<SpokenOf> MakeMachineAsync(Person person, string whose, string sentence)
    {
        var name = $"otter-{++_count}x";
        var made = sentence.StartsWith("start", StringComparison.Ordinal)
            ? Some.Stopped(name)
            : Some.Running(name) with { RunningSince = Some.Now.AddHours(-2) };
        var machine = made with { Owner = OwnerOf(person, whose), Team = TeamOf(whose) };
        await _names.TryReserveAsync(name, machine.Id, Cancellation);
        Assert.True(await _machines.CreateAsync(new Step(machine, Some.Now), Cancellation));
        _governance.Metrics.Measure(machine.Id, IdleCase.Use());
        return new SpokenOf("MACHINE", name, $"id:{machine.Id}", async () => (await _machines.GetAsync(machine.Id, Cancellation))?.ETag ?? "");
    }

    private async Task<SpokenOf> MakeRequestAsync(Person person, string whose)
    {
        var asker = whose == "own" ? InVision(person) : Policy.Find(OwnerOf(person, whose)) ?? throw new ArgumentException($"{whose} is nobody's.");
        var order = new LaunchOrder
        {
            RequestId = $"asked-{++_count}",
            Blueprint = "pytorch-t4",
            Reason = "for the paper",
            Another = true,
            Home = Conversation.Direct("terminal", asker.Email),
        };
        var needs = Assert.IsType<LaunchOutcome.NeedsApproval>(await _governance.Launching.LaunchAsync(asker, order, Cancellation));
        var request = await _governance.Asking.AskAsync(asker, order, needs, "for the paper", Cancellation);
        return new SpokenOf("ID", request.Id.Short, request.Id.Value, async () =>
        {
            var now = Assert.IsType<ApprovalRequest>(await _governance.Requests.FindAsync(request.Id, Cancellation));
            Assert.NotEqual(RequestState.Void, now.State);
            return $"{now.State}";
        });
    }

    /// <param name="Word">What stands for it in a sentence.</param>
    /// <param name="Id">As a button names it.</param>
    /// <param name="StateAsync">Another once something was done to it.</param>
    private sealed record SpokenOf(string? Word, string Name, string Id, Func<Task<string>> StateAsync);
}

/// <param name="Said">What was said, word for word.</param>
/// <param name="Title">Of the card that answered.</param>
/// <param name="IsYes">It was done, or shown.</param>
/// <param name="HasChanged">What it was about is not as it was.</param>
internal sealed record RolesAnswer(string Said, string Title, bool IsYes, bool HasChanged);
