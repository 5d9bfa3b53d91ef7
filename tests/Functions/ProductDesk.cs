using System.Collections.Concurrent;
using System.Threading.Channels;
using ChatOps.Bot;
using ChatOps.Bot.Channels.Slack;
using ChatOps.Bot.Channels.Teams;
using ChatOps.Bot.Rendering;
using ChatOps.Core.Machines;
using ChatOps.Core.State;
using ChatOps.Functions;
using ChatOps.Sandbox.Chat;
using ChatOps.Simulation;
using ChatOps.Tests.Bot;
using ChatOps.Tests.Core.Inventory;
using ChatOps.Tests.Core.Machines;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Functions;

/// <summary>The product on tables in memory, with an Azure of a few lines and a chat.</summary>
internal sealed class ProductDesk : IDisposable
{
    private readonly ConcurrentDictionary<string, BreakableTable> _tables = new();
    private readonly Channel<string> _cards = Channel.CreateUnbounded<string>();
    private readonly SandboxChat _chat = new();

    /// <param name="teams">Null without Microsoft Teams.</param>
    /// <param name="slack">Null without Slack.</param>
    public ProductDesk(TeamsSite? teams = null, SlackSite? slack = null)
    {
        _chat.Changed += message => _cards.Writer.TryWrite($"{message.Where}: {TextRenderer.Render(message.Card)}");
        Product = new Product(
            new Surroundings
            {
                BlueprintsFolder = Repository.Blueprints,
                Drafts = false,
                Table = Table,
                Cloud = Cloud,
                Inventory = new ListedCloud(),
                Nudges = Nudges,
                AzureTells = true,
                Channel = _chat,
                Teams = teams,
                Slack = slack,
                Time = Time,
                Logs = Log.Factory,
            },
            BotDesk.Policy,
            BotDesk.TheBlueprints);
        Poison = new PoisonStore(Table("poison"), Product.Machines);
    }

    public SettableTime Time { get; } = new();

    public HeardLog Log { get; } = new();

    public FakeCloud Cloud { get; } = new();

    public Nudges Nudges { get; } = new();

    public PoisonStore Poison { get; }

    public Product Product { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public BreakableTable Table(string name) => _tables.GetOrAdd(name, _ => new BreakableTable(new MemoryTable()));

    /// <summary>Null: it is in reach again.</summary>
    public void Break(Exception? fault, params string[] tables)
    {
        foreach (var table in tables) Table(table).Fault = fault;
    }

    /// <summary>A machine that was just ordered and that nobody has looked at.</summary>
    public async Task<MachineId> LaunchAsync()
    {
        await Product.Bot.AnswerAsync(new ChatRequest("launch-1", BotDesk.Scientist, BotDesk.Channel, "launch pytorch-a100"), Cancellation);
        return Nudges.Looks.Last();
    }

    /// <summary>Waits for the next card that somebody is shown, as text after where it is shown.</summary>
    public ValueTask<string> NextCardAsync() => _cards.Reader.ReadAsync(Cancellation);

    public void Dispose() => Log.Dispose();
}
