using ChatOps.Bot;
using ChatOps.Bot.Commands;
using ChatOps.Core.Audit;
using ChatOps.Core.People;
using ChatOps.Sandbox;
using Microsoft.Extensions.Logging;

namespace ChatOps.Tests.Bot;

/// <summary>What the audit says of a command, by what became of it.</summary>
public sealed class CommandAuditTests : IDisposable
{
    private readonly BotDesk _desk = new();
    private readonly StringWriter _log = new();
    private readonly List<string> _written = [];

    public CommandAuditTests() => _desk.AuditTable.BeforeWrite = writes =>
    {
        _written.AddRange(writes.Select(write => write.Row));
        return Task.CompletedTask;
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _desk.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task An_order_says_who_where_on_what_and_what_was_said()
    {
        var machine = await _desk.HasAsync(Some.Running());

        await AskAsync("  extend ember-otter 2h ");

        Assert.Equal(
            new AuditEntry
            {
                Id = Entry("").Id,
                At = _desk.Time.Now,
                Who = BotDesk.Scientist.Email,
                Channel = "terminal/#vision",
                Action = "command extend",
                On = "ember-otter",
                Machine = machine.Id.Value,
                Team = "vision",
                Outcome = "done",
                Said = "extend ember-otter 2h",
            },
            Entry("command extend"));
    }

    [Fact]
    public async Task A_launch_says_which_machine_it_made_and_why()
    {
        _desk.FixedNames.Enqueue("ember-otter");
        await AskAsync("launch pytorch-a100 --reason \"a paper\"");

        Assert.Equal(("ember-otter", "done", "a paper"), (Entry("command launch").On, Entry("command launch").Outcome, Entry("command launch").Reason));
    }

    [Fact]
    public async Task What_is_refused_says_so_and_of_whose_machine()
    {
        var machine = await _desk.HasAsync(Some.Running() with { Team = "speech", Owner = BotDesk.Outsider.Email });
        var manager = BotDesk.Outsider with { Email = "manager2@contoso.example", Teams = [.. BotDesk.Outsider.Teams, .. BotDesk.Scientist.Teams] };

        await AskAsync($"stop id:{machine.Id}", manager);

        var entry = Entry("command stop");
        Assert.Equal(("refused", "ember-otter", "speech"), (entry.Outcome, entry.On, entry.Team));
        Assert.Equal("ember-otter belongs to outsider. Ask them, or a manager of team speech.", entry.Reason);
    }

    [Fact]
    public async Task A_bug_is_failed_with_the_reference_that_the_person_has()
    {
        var reply = await AskAsync("say", commands: new Saying(() => throw new InvalidOperationException("secret")));

        var entry = Entry("command say");
        Assert.Equal("failed", entry.Outcome);
        Assert.Matches("^A bug, reference [0-9a-f]{8}$", entry.Reason);
        Assert.Contains(entry.Reason?[^8..] ?? "?", ChatOps.Bot.Rendering.TextRenderer.Render(reply.Card), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_changes_something_is_written_before_it_is_answered()
    {
        await AskAsync("launch pytorch-a100");

        Assert.Contains(_written, row => row.StartsWith("a~", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("list")]
    [InlineData("")]
    [InlineData("status ember-otter")]
    [InlineData("history nothing")]
    [InlineData("sing")]
    public async Task What_only_reads_is_noted_and_written_with_the_next_ones(string text)
    {
        await AskAsync(text);
        Assert.Empty(_written);

        await _desk.Audit.SealAsync(Cancellation);

        Assert.Contains(_written, row => row.StartsWith("s~", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_no_command_is_recorded_with_what_was_said()
    {
        await AskAsync("sing me a song");

        var entry = Entry("command ?");
        Assert.Equal(("refused", "sing me a song", "vision"), (entry.Outcome, entry.Said, entry.Team));
    }

    [Fact]
    public async Task A_button_that_only_reads_names_its_machine()
    {
        var machine = await _desk.HasAsync(Some.Running());

        await AskAsync($"status id:{machine.Id}");

        Assert.Equal(machine.Id.Value, Entry("command status").Machine);
    }

    [Theory]
    [InlineData("launch pytorch-a100")]
    [InlineData("list")]
    public async Task A_request_that_comes_again_is_one_entry(string text)
    {
        await AskAsync(text);
        await AskAsync(text);

        Assert.Single(Entries(), entry => entry.Said == text);
    }

    [Fact]
    public async Task An_order_that_comes_again_when_it_is_in_the_chain_is_one_entry()
    {
        await AskAsync("launch pytorch-a100");
        await _desk.Audit.SealAsync(Cancellation);
        await AskAsync("launch pytorch-a100");

        Assert.Single(Entries(), entry => entry.Action == "command launch");
    }

    [Theory]
    [InlineData("launch pytorch-a100")]
    [InlineData("list")]
    public async Task People_are_answered_when_the_audit_cannot_be_written(string text)
    {
        _desk.AuditTable.BeforeWrite = _ => throw new IOException("503");

        for (var i = 0; i < 100; i++)
        {
            var reply = await AskAsync(text, id: $"said-{i}");
            Assert.Null(reply.Mistake);
        }

        Assert.Contains("is answered, but could not be written into the audit", _log.ToString(), StringComparison.Ordinal);
    }

    private Task<Reply> AskAsync(string text, ChatOps.Core.People.Person? person = null, string id = "said-1", params ICommand[] commands)
    {
        var logs = LineLogs.To(_log);
        var requests = new CommandAudit(_desk.Audit, _desk.Machines, _desk.Requests, logs.CreateLogger<CommandAudit>());
        var bot = new ChatBot(
            commands is [] ? _desk.Commands : [.. commands], BotDesk.Live, _desk.Time, requests, logs.CreateLogger<ChatBot>());
        return bot.AnswerAsync(new ChatRequest(id, person ?? BotDesk.Scientist, BotDesk.Channel, text), Cancellation);
    }

    private IEnumerable<AuditEntry> Entries() =>
        _desk.Audit.SinceAsync(DateTimeOffset.MinValue, Cancellation).Select(one => one.Entry).ToBlockingEnumerable(Cancellation);

    /// <param name="action">Empty for any command.</param>
    private AuditEntry Entry(string action) =>
        Entries().Single(entry => entry.Action.StartsWith(action.Length > 0 ? action : "command", StringComparison.Ordinal));

    private sealed class Saying(Func<Reply> answer) : ICommand
    {
        public CommandSyntax Syntax { get; } = new("say", "say", "Say something.") { Needs = Need.Nothing };

        public Task<Reply> RunAsync(CommandCall call, CancellationToken cancellationToken) => Task.FromResult(answer());
    }
}
