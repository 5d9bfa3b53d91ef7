using ChatOps.Bot;
using ChatOps.Bot.Cards;
using ChatOps.Core.Audit;
using ChatOps.Core.Machines;
using ChatOps.Core.Orders;
using ChatOps.Core.People;
using ChatOps.Core.State;
using ChatOps.Sandbox;
using ChatOps.Tests.Bot;
using ChatOps.Tests.Tools;
using Microsoft.Extensions.Logging;

namespace ChatOps.Tests.BadInput;

/// <summary>The bot, with machines to be harmed, and a watch on every write to its store.</summary>
internal sealed class ChatDesk : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly StringWriter _log = new();
    private readonly List<string> _written = [];
    private readonly HookedTable _machineRows;
    private readonly HookedTable _nameRows;
    private readonly MachineStore _machines;
    private readonly NameStore _names;
    private readonly ChatBot _bot;
    private int _said;

    private ChatDesk()
    {
        var time = new SettableTime();
        _machineRows = Watched("machines");
        _nameRows = Watched("names");
        _machines = new MachineStore(_machineRows, new Nudges());
        _names = new NameStore(_nameRows, _machines, time);
        // Which machine was meant is remembered of what is refused, too; that changes nothing for anybody.
        string[] harmless = ["requests", "launches"];
        var governance = new GovernanceDesk(
            name => harmless.Contains(name) ? new SqliteTable(_folder.At("state.db"), name) : Watched(name),
            _machines, _names, BotDesk.TheBlueprints, new LivePolicy(BotDesk.Policy), new NameMaker(), time);
        var poison = new PoisonStore(Watched("poison"), _machines);
        var auditTable = new SqliteTable(_folder.At("state.db"), "audit");
        var audit = new AuditLog(auditTable, [MachineStore.Audit(_machineRows)], time, LineLogs.To(_log).CreateLogger<AuditLog>());
        var commands = governance.Commands(poison, audit, new Replaying(poison, new Nudges(), time));
        var commandAudit = new CommandAudit(audit, _machines, governance.Meant, LineLogs.To(_log).CreateLogger<CommandAudit>());
        _bot = new ChatBot(commands, BotDesk.Live, time, commandAudit, LineLogs.To(_log).CreateLogger<ChatBot>());
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The scientist has a running and a stopped machine, another team has one that nobody of vision may see.</summary>
    public static async Task<ChatDesk> OpenAsync()
    {
        var desk = new ChatDesk();
        await desk.PutAsync(Some.Running());
        await desk.PutAsync(Some.Stopped("lunar-fox"));
        await desk.PutAsync(Foreign);
        desk._written.Clear();
        return desk;
    }

    public static Machine Foreign { get; } = Some.Running("quiet-heron") with { Owner = BotDesk.Outsider.Email, Team = "speech" };

    /// <summary>What the scientist is told who says this in the team's channel; nothing may have been written, and nobody else is told.</summary>
    public async Task<string> RefusedAsync(string text)
    {
        var reply = await SayAsync(text);
        Assert.Equal((Audience.Person, Tone.Warning), (reply.Audience, reply.Card.Tone));
        Assert.Empty(reply.Card.Body);
        Assert.Empty(reply.Card.Buttons);
        Assert.Empty(_written);
        Sentence.IsClear(reply.Card.Title);
        return reply.Card.Title;
    }

    /// <summary>The answer, whatever it is; no bug may have been met on the way.</summary>
    public async Task<Reply> SayAsync(string text)
    {
        var reply = await _bot.AnswerAsync(new ChatRequest($"said-{++_said}", BotDesk.Scientist, BotDesk.Channel, text), Cancellation);
        Assert.Empty(_log.ToString());
        return reply;
    }

    public void Dispose()
    {
        _folder.Dispose();
        _log.Dispose();
    }

    private HookedTable Watched(string name) => new(new SqliteTable(_folder.At("state.db"), name))
    {
        BeforeWrite = writes =>
        {
            _written.AddRange(writes.Select(write => $"{name}: {write}"));
            return Task.CompletedTask;
        },
    };

    private async Task PutAsync(Machine machine)
    {
        Assert.True(await _names.TryReserveAsync(machine.Name, machine.Id, Cancellation));
        Assert.True(await _machines.CreateAsync(new Step(machine, Some.Now), Cancellation));
    }
}
