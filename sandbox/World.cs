using ChatOps.Bot;
using ChatOps.Bot.Cards;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.State;
using ChatOps.Core.Words;
using ChatOps.Functions;
using ChatOps.Sandbox.Chat;
using ChatOps.Sandbox.Cloud;
using ChatOps.Sandbox.Loopback;
using ChatOps.Sandbox.Programs;
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
    /// <summary>A world that is opened again counts from one again, perhaps at the same time of its clock: that is no request delivered twice.</summary>
    private readonly string _opening;
    private readonly Dictionary<string, DateTimeOffset> _done = [];
    private int _said;

    private World(string data, bool isTemporary, bool redeliversLate, ProgramPlace place, IProgram program)
    {
        (_data, _isTemporary, _redeliversLate, _program) = (data, isTemporary, redeliversLate, program);
        (Time, Cloud, Chat) = (place.Time, place.Cloud, place.Chat);
        _opening = isTemporary ? "" : $"/{Guid.NewGuid():N}";
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
    public Uri? Messages => _program.Messages;

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
        var cloud = functions?.Azure.Arm ?? await ArmStandIn.StartAsync(time, file, cancellationToken);
        try
        {
            var tables = functions?.Azure.Tables ?? trial.Tables ?? (name => new SqliteTable(Path.Combine(folder, "state.db"), name));
            var place = new ProgramPlace(folder, blueprints, tables, cloud, new SandboxChat(), time, logs)
            {
                Teams = trial.Teams is { } teams ? SandboxTeams.Site(teams.Issuer.Metadata) : null,
            };
            IProgram program = functions is var (azure, how)
                ? await FunctionsApp.StartAsync(place, azure, how, cancellationToken)
                : await InProcess.StartAsync(place, trial.NextLife, cancellationToken);
            return new World(folder, data is null, trial.RedeliversLate, place, program);
        }
        catch
        {
            await (functions?.Azure.DisposeAsync() ?? cloud.DisposeAsync());
            if (data is null) Directory.Delete(folder, recursive: true);
            throw;
        }
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
        var email = Product.Policy.Emails.FirstOrDefault(e => Core.People.Person.HandleOf(e) == handle)
            ?? throw new UserError($"Nobody is called @{handle}.{NearMiss.Hint(handle, Product.Policy.Emails.Select(Core.People.Person.HandleOf))}");
        return Product.Policy.Find(email) ?? throw new InvalidOperationException($"The policy lost {email}.");
    }

    /// <summary>Says it, shows the answer, and does what is due at once.</summary>
    /// <param name="channel">Null for a direct message.</param>
    public Task SayAsync(Person person, string? channel, string text, CancellationToken cancellationToken)
    {
        if (channel is null) return SayAsync(person, Conversation.Direct(SandboxChat.ChannelName, person.Email), text, cancellationToken);
        if (!person.IsAdmin && person.Teams.All(t => t.Channel != channel))
        {
            var channels = person.Teams.Select(t => t.Channel).OfType<string>();
            throw new UserError($"{person.Handle} is not in #{channel}.{NearMiss.Hint(channel, channels)}");
        }
        return SayAsync(person, new Conversation(SandboxChat.ChannelName, channel, IsDirect: false), text, cancellationToken);
    }

    public Task PressAsync(Person person, string label, string? machine, CancellationToken cancellationToken)
    {
        var (message, button) = Chat.FindButton(person, label, machine);
        return SayAsync(person, message.Conversation, button.Command, cancellationToken);
    }

    public Task SubmitAsync(Person person, IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken)
    {
        var (message, form) = Chat.FindForm(person);
        return SayAsync(person, message.Conversation, LaunchForm.Say(form, values), cancellationToken);
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
        await _program.DisposeAsync();
        await Cloud.DisposeAsync();
        if (_isTemporary) Directory.Delete(_data, recursive: true);
    }

    private async Task SayAsync(Person person, Conversation conversation, string text, CancellationToken cancellationToken)
    {
        var request = new ChatRequest($"{conversation.Key}/{Time.GetUtcNow().UtcTicks}/{++_said}{_opening}", person, conversation, text);
        // As chats do: what was not answered is delivered again, and is still the same request.
        Reply? reply;
        while ((reply = await _program.AnswerAsync(request, cancellationToken)) is null)
            if (_redeliversLate) await SettleAsync(cancellationToken);
        Chat.Answer(request, reply);
        await SettleAsync(cancellationToken);
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
