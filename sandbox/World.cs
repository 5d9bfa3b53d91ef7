using System.Collections.Immutable;
using System.Security.Cryptography;
using Azure.Core;
using Azure.ResourceManager;
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
    private const string Subscription = "00000000-0000-4000-8000-00000000c0de";
    private const string Group = "gpu-machines";
    private const int MostTurns = 10_000;

    private readonly string _data;
    private readonly bool _isTemporary;
    private readonly string _blueprints;
    private readonly ILoggerFactory _logs;
    private readonly Func<string, ITable> _tables;
    private readonly ArmClient _arm;
    private readonly AzureSite _site = Site();
    private readonly Dictionary<string, DateTimeOffset> _done = [];
    private NudgeQueue _nudges = new();
    private int _said;

    private World(
        string data, bool isTemporary, Func<string, ITable>? tables, string blueprints, VirtualTime time, ArmStandIn cloud, ILoggerFactory logs)
    {
        (_data, _isTemporary, _blueprints, _logs, Time, Cloud) = (data, isTemporary, blueprints, logs, time, cloud);
        _tables = tables ?? (name => new SqliteTable(Path.Combine(data, "state.db"), name));
        cloud.Changed += AzureTells;
        _arm = ArmConnection.Open(Subscription, new SandboxCredential(), cloud.Transport());
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
        OpenAsync(data, null, blueprints, start, logs, cancellationToken);

    /// <param name="tables">Opens a table by its name; null for those in a file of <paramref name="data"/>.</param>
    public static async Task<World> OpenAsync(
        string? data, Func<string, ITable>? tables, string blueprints, DateTimeOffset start, ILoggerFactory logs, CancellationToken cancellationToken)
    {
        var folder = data ?? Directory.CreateTempSubdirectory("chatops-").FullName;
        Directory.CreateDirectory(folder);
        var clock = Path.Combine(folder, "clock");
        var time = new VirtualTime(await SavedTimeAsync(clock, cancellationToken) ?? start);
        var cloud = await ArmStandIn.StartAsync(time, data is null ? null : Path.Combine(folder, "cloud.json"), cancellationToken);
        try
        {
            return new World(folder, data is null, tables, blueprints, time, cloud, logs);
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

    /// <summary>Lets time pass until then, running whatever falls due on the way at its own time.</summary>
    public async Task AdvanceToAsync(DateTimeOffset target, CancellationToken cancellationToken)
    {
        await SettleAsync(cancellationToken);
        while (await NextAsync(cancellationToken) is var next && next <= target)
        {
            Time.MoveTo(next);
            await SettleAsync(cancellationToken);
        }
        Time.MoveTo(target);
        if (!_isTemporary) await File.WriteAllTextAsync(Path.Combine(_data, "clock"), $"{Time.GetUtcNow():O}", cancellationToken);
    }

    public async Task<IReadOnlyList<Machine>> LiveAsync(CancellationToken cancellationToken)
    {
        var live = new List<Machine>();
        await foreach (var machine in Product.Machines.LiveAsync(cancellationToken)) live.Add(machine);
        return live;
    }

    public async ValueTask DisposeAsync()
    {
        await Cloud.DisposeAsync();
        if (_isTemporary) Directory.Delete(_data, recursive: true);
    }

    private async Task SayAsync(Person person, Conversation conversation, string text, CancellationToken cancellationToken)
    {
        var request = new ChatRequest($"{conversation.Key}/{Time.GetUtcNow().UtcTicks}/{++_said}", person, conversation, text);
        Chat.Answer(request, await Product.Bot.AnswerAsync(request, cancellationToken));
        await SettleAsync(cancellationToken);
    }

    /// <summary>Runs until nothing is left to do at this moment.</summary>
    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        // A machine that is due at once for ever would be a bug.
        for (var turn = 0; turn < MostTurns; turn++)
            if (!await TakeTurnAsync(cancellationToken)) return;
        throw new InvalidOperationException("A machine is due again and again without time passing.");
    }

    /// <summary>Does one thing whose time has come; false when there is none.</summary>
    private async Task<bool> TakeTurnAsync(CancellationToken cancellationToken)
    {
        Cloud.Settle();
        if (_nudges.TryTake(out var nudge))
        {
            await Product.HandleAsync(nudge, cancellationToken);
            return true;
        }
        foreach (var (chore, at) in await AgendaAsync(cancellationToken))
        {
            if (at > Time.GetUtcNow()) continue;
            _done[chore.Name] = Time.GetUtcNow();
            await chore.RunAsync(cancellationToken);
            return true;
        }
        return false;
    }

    /// <summary>The next moment at which something happens by itself: in the product, or in Azure.</summary>
    private async Task<DateTimeOffset> NextAsync(CancellationToken cancellationToken)
    {
        var chore = (await AgendaAsync(cancellationToken)).Min(entry => entry.At);
        return Cloud.NextChangeAt is { } change && change < chore ? change : chore;
    }

    /// <summary>
    /// When each chore is due. A sweep comes each minute; here those in which nothing would happen are left out, and one comes
    /// whenever a machine is due, so that nobody has to count minutes.
    /// </summary>
    private async Task<IReadOnlyList<(Chore Chore, DateTimeOffset At)>> AgendaAsync(CancellationToken cancellationToken)
    {
        var sweep = DateTimeOffset.MaxValue;
        await foreach (var machine in Product.Machines.LiveAsync(cancellationToken)) sweep = Min(sweep, machine.DueAt);
        if (await Product.Machines.UndeliveredAsync(cancellationToken).AnyAsync(cancellationToken)) sweep = Min(sweep, ByTheClock(Product.Sweep));
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
        return new Product(new Surroundings
        {
            BlueprintsFolder = _blueprints,
            Drafts = true,
            Table = _tables,
            Cloud = new AzureMachineCloud(_arm, _site),
            Inventory = new AzureInventory(_arm, _site),
            Nudges = _nudges,
            AzureTells = true,
            Channel = Chat,
            Time = Time,
            Logs = _logs,
            Names = Names,
            // One after the other, so that a play is the same every time.
            AtOnce = 1,
        });
    }

    private static AzureSite Site()
    {
        string[] regions = ["eastus", "eastus2", "southcentralus", "westus2", "westus3"];
        using var key = RSA.Create(2048);
        return new AzureSite(Subscription, Group,
            regions.ToImmutableDictionary(r => r, SubnetId),
            $"ssh-rsa {Convert.ToBase64String(key.ExportRSAPublicKey())} sandbox");
    }

    private static string SubnetId(string region) =>
        $"/subscriptions/{Subscription}/resourceGroups/{Group}/providers/Microsoft.Network/virtualNetworks/vnet-{region}/subnets/machines";

    /// <summary>The stand-in asks for a token, any token; this one looks like one, so that it is noticed where it should not be.</summary>
    private sealed class SandboxCredential : TokenCredential
    {
        private static readonly AccessToken Token = new("eyJhbGciOiJub25lIn0.sandbox.", DateTimeOffset.MaxValue);

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => Token;

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(Token);
    }
}
