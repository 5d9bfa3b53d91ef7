using Azure.Core.Pipeline;
using ChatOps.Azure;
using ChatOps.Bot;
using ChatOps.Bot.Cards;
using ChatOps.Core.Machines;
using ChatOps.Core.Orders;
using ChatOps.Core.People;
using ChatOps.Core.State;
using ChatOps.Core.Words;
using ChatOps.Functions;
using ChatOps.Sandbox.Chat;
using ChatOps.Sandbox.Cloud;
using Microsoft.Extensions.Logging;

namespace ChatOps.Sandbox;

/// <summary>The product with all that it needs around it on one machine: virtual time, a stand-in for Azure, a chat.</summary>
public sealed class World : IAsyncDisposable
{
    private const int MostTurns = 10_000;

    private readonly string _data;
    private readonly bool _isTemporary;
    private readonly string _blueprints;
    private readonly ILoggerFactory _logs;
    private readonly Trial _trial;
    private readonly Func<string, ITable> _tables;
    private readonly HttpPipelineTransport _azure;
    private readonly MachineStore _machines;
    private readonly PoisonStore _poison;
    /// <summary>A world that is opened again counts from one again, perhaps at the same time of its clock: that is no request delivered twice.</summary>
    private readonly string _opening;
    private readonly Dictionary<string, DateTimeOffset> _done = [];
    private NudgeQueue _nudges = new();
    private ILife _life = new LongLife();
    private int _said;

    private World(string data, bool isTemporary, string blueprints, VirtualTime time, ArmStandIn cloud, Trial? trial, ILoggerFactory logs)
    {
        (_data, _isTemporary, _blueprints, _logs, Time, Cloud) = (data, isTemporary, blueprints, logs, time, cloud);
        _opening = isTemporary ? "" : $"/{Guid.NewGuid():N}";
        _trial = trial ?? new Trial();
        _tables = _trial.Tables ?? (name => new SqliteTable(Path.Combine(data, "state.db"), name));
        // The world looks for itself, so that its looking is no call of the program's.
        _machines = new MachineStore(_tables("machines"), new NudgeQueue());
        _poison = new PoisonStore(_tables("poison"), _machines);
        cloud.Changed += AzureTells;
        _azure = cloud.Transport();
        Product = Start();
    }

    public VirtualTime Time { get; }

    public ArmStandIn Cloud { get; }

    public SandboxChat Chat { get; } = new();

    /// <summary>Names fixed in advance outlive the program, like the chat.</summary>
    public NameMaker Names { get; } = new();

    public Product Product { get; private set; }

    /// <param name="data">Where everything is kept; null for a folder that goes when the world does.</param>
    /// <param name="start">The time that it is, unless the world is older.</param>
    public static Task<World> OpenAsync(string? data, string blueprints, DateTimeOffset start, ILoggerFactory logs, CancellationToken cancellationToken) =>
        OpenAsync(data, blueprints, start, null, logs, cancellationToken);

    /// <param name="trial">Null for none: state in a file, and a program that nobody ends.</param>
    public static async Task<World> OpenAsync(
        string? data, string blueprints, DateTimeOffset start, Trial? trial, ILoggerFactory logs, CancellationToken cancellationToken)
    {
        var folder = data ?? Directory.CreateTempSubdirectory("chatops-").FullName;
        Directory.CreateDirectory(folder);
        var clock = Path.Combine(folder, "clock");
        var time = new VirtualTime(await SavedTimeAsync(clock, cancellationToken) ?? start);
        var cloud = await ArmStandIn.StartAsync(time, data is null ? null : Path.Combine(folder, "cloud.json"), cancellationToken);
        try
        {
            return new World(folder, data is null, blueprints, time, cloud, trial, logs);
        }
        catch
        {
            await cloud.DisposeAsync();
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
    public void Restart() => Product = Start();

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
        while (!await DoAsync($"a poison message to {kind}", token => Product.GiveUpAsync(kind, text, QueueNudges.MachineOf(text), token), cancellationToken))
        {
            // It stays in its queue until it is taken.
        }
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
        await Cloud.DisposeAsync();
        if (_isTemporary) Directory.Delete(_data, recursive: true);
    }

    private async Task SayAsync(Person person, Conversation conversation, string text, CancellationToken cancellationToken)
    {
        var request = new ChatRequest($"{conversation.Key}/{Time.GetUtcNow().UtcTicks}/{++_said}{_opening}", person, conversation, text);
        // As chats do: what was not answered is delivered again, and is still the same request.
        Reply? reply = null;
        while (!await DoAsync($"the request \"{text}\"", async token => reply = await Product.Bot.AnswerAsync(request, token), cancellationToken))
            if (_trial.RedeliversLate) await SettleAsync(cancellationToken);
        if (reply is not null) Chat.Answer(request, reply);
        await SettleAsync(cancellationToken);
    }

    /// <summary>Has the program do something; when it ends over it, starts it again and returns false.</summary>
    private async Task<bool> DoAsync(string work, Func<CancellationToken, Task> doAsync, CancellationToken cancellationToken)
    {
        var life = _life;
        life.Begin(work);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, life.Ended);
        try
        {
            await doAsync(ended.Token);
        }
        catch (OperationCanceledException) when (life.Ended.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // What it was doing is lost.
        }
        if (!life.Ended.IsCancellationRequested) return true;
        Restart();
        return false;
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
        if (_nudges.TryTake(out var nudge))
        {
            await DoAsync($"a nudge to {nudge.Kind}", token => Product.HandleAsync(nudge, token), cancellationToken);
            return null;
        }
        var (chore, at) = (await AgendaAsync(cancellationToken)).MinBy(entry => entry.At);
        if (at > Time.GetUtcNow()) return Cloud.NextChangeAt is { } change && change < at ? change : at;
        _done[chore.Name] = Time.GetUtcNow();
        await DoAsync($"the {chore.Name} at {Time.GetUtcNow():HH:mm:ss}", chore.RunAsync, cancellationToken);
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

    /// <summary>What Event Grid does in Azure: it tells the queue that something was done to a resource.</summary>
    private void AzureTells(string armId)
    {
        if (AzureInventory.MachineOf(armId) is { } machine) _nudges.Add(new Nudge(NudgeKind.Look, machine));
    }

    private Product Start()
    {
        // In memory only: what was waiting is lost with the program.
        _nudges = new NudgeQueue();
        _life = _trial.NextLife();
        var arm = ArmConnection.Open(SandboxAzure.Subscription, SandboxAzure.Credential, _life.Around(_azure));
        return new Product(_life.Around(new Surroundings
        {
            BlueprintsFolder = _blueprints,
            Drafts = true,
            Table = _tables,
            Cloud = new AzureMachineCloud(arm, SandboxAzure.Site),
            Inventory = new AzureInventory(arm, SandboxAzure.Site),
            Nudges = _nudges,
            AzureTells = true,
            Channel = Chat,
            Time = Time,
            Logs = _logs,
            Names = Names,
            // One after the other, so that a play is the same every time.
            AtOnce = 1,
        }));
    }
}
