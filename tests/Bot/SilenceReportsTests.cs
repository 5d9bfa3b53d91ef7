using ChatOps.Bot;
using ChatOps.Bot.Cards;
using ChatOps.Core.People;
using ChatOps.Core.Reaping;
using ChatOps.Sandbox.Chat;
using ChatOps.Simulation;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOps.Tests.Bot;

public sealed class SilenceReportsTests
{
    private readonly SilenceStore _store = new(new MemoryTable());
    private readonly List<ChatMessage> _shown = [];
    private readonly SandboxChat _chat = new();
    private DateTimeOffset _now = Some.Now;

    public SilenceReportsTests() => _chat.Changed += _shown.Add;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_card_tells_the_admins_of_all_and_is_edited_as_they_come_and_go()
    {
        await KnownAsync("ember-otter");
        Assert.Equal([("Nothing is heard of 1 running machine", "to admin")], Cards());

        await KnownAsync("ember-otter", "lunar-fox");
        Assert.Equal([("Nothing is heard of 2 running machines", "to admin")], Cards());

        await KnownAsync("lunar-fox");
        Assert.Equal([("Nothing is heard of 1 running machine", "to admin")], Cards());

        await KnownAsync();
        Assert.Equal([("All running machines are heard of again", "to admin")], Cards());
        Assert.Equal(Silence.None, (await _store.GetAsync(Cancellation)).Silence with { Machines = Silence.None.Machines });
    }

    [Fact]
    public async Task The_next_silence_is_another_card()
    {
        await KnownAsync("ember-otter");
        await KnownAsync();
        await KnownAsync("ember-otter");

        Assert.Equal(["All running machines are heard of again", "Nothing is heard of 1 running machine"], Cards().Select(card => card.Title));
    }

    [Fact]
    public async Task What_has_not_changed_is_not_told_again()
    {
        await KnownAsync("ember-otter", "lunar-fox");
        var count = _shown.Count;

        await KnownAsync("lunar-fox", "ember-otter");

        Assert.Equal(count, _shown.Count);
    }

    [Fact]
    public async Task Nobody_is_told_where_all_is_heard_or_nothing_runs()
    {
        await KnownAsync();
        await ReportAsync(new ReapReport(_now, IsKnown: true, 0, []));

        Assert.Empty(_shown);
    }

    [Fact]
    public async Task Metrics_that_cannot_be_read_are_told_once_after_twenty_minutes_and_when_they_can_again()
    {
        await UnreadableAsync(0, 19);
        Assert.Empty(_shown);

        await UnreadableAsync(1, 5, 5);
        Assert.Equal("The metrics have not been readable since 11:00", Assert.Single(_shown).Card.Title);

        await KnownAsync();
        Assert.Equal("The metrics can be read again", Assert.Single(Cards()).Title);
        Assert.Null((await _store.GetAsync(Cancellation)).Silence.UnreadableSince);
    }

    [Fact]
    public async Task A_few_minutes_without_metrics_are_forgotten()
    {
        await UnreadableAsync(0, 10);
        await KnownAsync();
        await UnreadableAsync(5, 10);

        Assert.Empty(_shown);
    }

    // What is silent while nothing can be read is not known, and is not taken for heard.
    [Fact]
    public async Task Who_was_silent_before_stays_so_while_nothing_can_be_read()
    {
        await KnownAsync("ember-otter");
        await UnreadableAsync(5, 20);

        Assert.Equal(
            ["Nothing is heard of 1 running machine", "The metrics have not been readable since 11:10"], Cards().Select(card => card.Title).Order());
        Assert.Single((await _store.GetAsync(Cancellation)).Silence.Machines);
    }

    [Fact]
    public async Task Two_programs_write_it_once()
    {
        var read = await _store.GetAsync(Cancellation);
        await KnownAsync("ember-otter");

        Assert.False(await _store.KeepAsync(read, Silence.None, Cancellation));
        await Task.WhenAll(Reports(_chat).DeliverAsync(Report("lunar-fox"), Cancellation), Reports(_chat).DeliverAsync(Report("lunar-fox"), Cancellation));

        Assert.Equal("Nothing is heard of 1 running machine", Assert.Single(Cards()).Title);
        Assert.Equal([Machine("lunar-fox").Id.Value], (await _store.GetAsync(Cancellation)).Silence.Machines);
    }

    [Fact]
    public async Task Admins_who_could_not_be_told_are_told_the_next_time()
    {
        await Reports(new Nowhere()).DeliverAsync(Report("ember-otter"), Cancellation);
        Assert.Empty((await _store.GetAsync(Cancellation)).Silence.Machines);

        await KnownAsync("ember-otter");
        Assert.Equal("Nothing is heard of 1 running machine", Assert.Single(_shown).Card.Title);

        await UnreadableAsync(0);
        _now = _now.AddMinutes(20);
        await Reports(new Nowhere()).DeliverAsync(new ReapReport(_now, IsKnown: false, 0, []), Cancellation);
        await UnreadableAsync(5);
        Assert.Equal(2, Cards().Count);
    }

    /// <summary>Each as it looks in the end.</summary>
    private List<(string Title, string Where)> Cards() => [.. _shown.Distinct().Select(message => (message.Card.Title, message.Where))];

    private Task KnownAsync(params string[] silent)
    {
        _now = _now.AddMinutes(5);
        return ReportAsync(Report(silent));
    }

    private async Task UnreadableAsync(params int[] minutes)
    {
        foreach (var minute in minutes)
        {
            _now = _now.AddMinutes(minute);
            await ReportAsync(new ReapReport(_now, IsKnown: false, 0, []));
        }
    }

    private Task ReportAsync(ReapReport report) => Reports(_chat).DeliverAsync(report, Cancellation);

    private SilenceReports Reports(IChannel channel) => new(_store, channel, BotDesk.Live, NullLogger<SilenceReports>.Instance);

    private ReapReport Report(params string[] silent) =>
        new(_now, IsKnown: true, 0, [.. silent.Select(name => new Silent(Machine(name), _now.AddMinutes(-20)))]);

    private static ChatOps.Core.Machines.Machine Machine(string name) => Some.Running(name);

    private sealed class Nowhere : IChannel
    {
        public string Name => "terminal";

        public Task PutAsync(Conversation conversation, string key, Card card, CancellationToken cancellationToken) =>
            Task.FromException(new UnreachableConversationException("They are not there yet."));
    }
}
