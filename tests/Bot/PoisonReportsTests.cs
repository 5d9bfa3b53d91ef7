using ChatOps.Bot;
using ChatOps.Bot.Cards;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Sandbox.Chat;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOps.Tests.Bot;

public sealed class PoisonReportsTests : IDisposable
{
    private static readonly LivePolicy TwoAdmins = new(BotDesk.Policy with { Admins = ["admin@contoso.example", "second@contoso.example"] });
    private static readonly PoisonEnd Replayed = new(PoisonFate.Replayed, BotDesk.Admin.Email, Some.Now, "said-1");

    private readonly BotDesk _desk = new();
    private readonly SandboxChat _chat = new();
    private readonly HashSet<string> _cards = [];
    private readonly List<(string Title, string Where)> _shown = [];

    public PoisonReportsTests() => _chat.Changed += message => _shown.Add((message.Card.Title, message.Where));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task Tells_each_admin_once()
    {
        await GiveUpAsync("one");

        await DeliverAsync();
        await DeliverAsync();

        Assert.Equal([(Titles.One, "to admin"), (Titles.One, "to second")], _shown);
    }

    [Fact]
    public async Task Edits_the_card_when_it_is_given_up_again_and_when_it_is_replayed()
    {
        await GiveUpAsync("one");
        await DeliverAsync();
        await GiveUpAsync("one");
        await DeliverAsync();
        await EndAllAsync();

        await DeliverAsync();

        var messages = _shown.Where(shown => shown.Where == "to admin").Select(shown => shown.Title);
        Assert.Equal([Titles.One, Titles.One, Titles.OneReplayed], messages);
        Assert.Single(_cards);
    }

    [Fact]
    public async Task Tells_of_thousands_by_one_card()
    {
        for (var i = 0; i < 250; i++) await GiveUpAsync($"{i}");

        await DeliverAsync();

        Assert.Equal([("250 messages given up", "to admin"), ("250 messages given up", "to second")], _shown);
        Assert.Equal(0, await DueAsync());
    }

    [Fact]
    public async Task Tells_of_what_is_given_up_later_by_a_card_of_its_own()
    {
        await GiveUpAsync("one");
        await DeliverAsync();
        _desk.Time.Advance(TimeSpan.FromMinutes(10));
        await GiveUpAsync("two");

        await DeliverAsync();

        Assert.Equal(2, _cards.Count);
    }

    [Fact]
    public async Task Tells_anew_of_what_was_replayed_and_fails_again()
    {
        await GiveUpAsync("one");
        await EndAllAsync();
        await DeliverAsync();
        _desk.Time.Advance(TimeSpan.FromMinutes(10));
        await GiveUpAsync("one");

        await DeliverAsync();

        Assert.Equal([Titles.OneReplayed, Titles.One], _shown.Where(shown => shown.Where == "to admin").Select(shown => shown.Title));
        Assert.Equal(2, _cards.Count);
    }

    [Fact]
    public async Task One_who_is_not_reached_holds_up_nobody_and_is_told_later()
    {
        await GiveUpAsync("one");
        await DeliverAsync(new Unreachable(_chat, "admin@contoso.example"));
        Assert.Equal([(Titles.One, "to second")], _shown);

        await DeliverAsync();

        Assert.Equal([(Titles.One, "to second"), (Titles.One, "to admin")], _shown);
        Assert.Equal(0, await DueAsync());
    }

    [Fact]
    public async Task Does_not_wait_for_one_who_cannot_be_written_to_once_another_knows()
    {
        await GiveUpAsync("one");

        await DeliverAsync(new Unreachable(_chat, "admin@contoso.example", new UnreachableConversationException("They removed it.")));

        Assert.Equal([(Titles.One, "to second")], _shown);
        Assert.Equal(0, await DueAsync());
    }

    [Fact]
    public async Task Waits_when_nobody_can_be_written_to()
    {
        await GiveUpAsync("one");

        await DeliverAsync(new Unreachable(_chat, null, new UnreachableConversationException("They removed it.")));

        Assert.NotEqual(0, await DueAsync());
    }

    [Fact]
    public async Task Asks_one_question_when_there_is_nothing_to_tell()
    {
        await GiveUpAsync("one");
        await DeliverAsync();
        var questions = 0;
        _desk.PoisonTable.BeforeQuery = () => Task.FromResult(++questions);

        await DeliverAsync();

        Assert.Equal(1, questions);
    }

    [Fact]
    public async Task Tells_at_once_but_leaves_a_flood_to_the_sweep()
    {
        var reports = Reports(_chat);
        foreach (var text in (string[])["one", "two", "three"])
        {
            await GiveUpAsync(text);
            await reports.DeliverSoonAsync(Cancellation);
        }
        Assert.Equal([Titles.One], _shown.Where(shown => shown.Where == "to admin").Select(shown => shown.Title));

        _desk.Time.Advance(TimeSpan.FromMinutes(1));
        await reports.DeliverSoonAsync(Cancellation);

        Assert.Equal([Titles.One, "3 messages given up"], _shown.Where(shown => shown.Where == "to admin").Select(shown => shown.Title));
    }

    [Fact]
    public async Task Forgets_a_week_after_it_was_replayed_and_lets_the_card_be()
    {
        await GiveUpAsync("one");
        await EndAllAsync();
        await DeliverAsync();

        _desk.Time.Advance(TimeSpan.FromDays(7));
        await DeliverAsync();
        await DeliverAsync();

        Assert.False(await _desk.Poison.AllAsync(Cancellation).AnyAsync(Cancellation));
        Assert.Equal([(Titles.OneReplayed, "to admin"), (Titles.OneReplayed, "to second")], _shown);
    }

    [Fact]
    public async Task Keeps_for_ever_what_nobody_has_done_anything_about()
    {
        await GiveUpAsync("one");
        await DeliverAsync();
        _desk.Time.Advance(TimeSpan.FromDays(365));

        await DeliverAsync();

        Assert.True(await _desk.Poison.AllAsync(Cancellation).AnyAsync(Cancellation));
    }

    // Two programs tell at once; the one that had read the older row shows its card last.
    [Fact]
    public async Task Does_not_leave_an_older_card_above_a_newer_one()
    {
        await GiveUpAsync("one");
        var overtaken = new Overtaken(_chat, async () =>
        {
            await EndAllAsync();
            await DeliverAsync();
        });

        await DeliverAsync(overtaken);

        Assert.Equal(Titles.OneReplayed, _shown[^1].Title);
        Assert.Equal(0, await DueAsync());
    }

    // Killed after it was shown and before that was written.
    [Fact]
    public async Task Shows_once_what_is_told_twice()
    {
        await GiveUpAsync("one");
        _desk.PoisonTable.BeforeWrite = _ => throw new OperationCanceledException();
        await Assert.ThrowsAsync<OperationCanceledException>(() => DeliverAsync());
        _desk.PoisonTable.BeforeWrite = _ => Task.CompletedTask;

        await DeliverAsync();

        Assert.Equal(2, _shown.Count);
        Assert.Equal(0, await DueAsync());
    }

    private Task GiveUpAsync(string text) => _desk.Poison.AddAsync(NudgeKind.Look, text, null, _desk.Time.Now, Cancellation);

    private async Task EndAllAsync() => Assert.True(await _desk.Poison.ChangeAsync(
        await _desk.Poison.AllAsync(Cancellation).ToListAsync(Cancellation), message => message with { End = Replayed, IsTold = false }, Cancellation));

    private async Task<int> DueAsync() => await _desk.Poison.DueAsync(_desk.Time.Now, Cancellation).CountAsync(Cancellation);

    private Task DeliverAsync(IChannel? channel = null) => Reports(channel ?? _chat).DeliverAsync(Cancellation);

    private PoisonReports Reports(IChannel channel) =>
        new(_desk.Poison, new Keyed(channel, _cards), TwoAdmins, _desk.Time, NullLogger<PoisonReports>.Instance);

    private static class Titles
    {
        public const string One = "Given up: look at a machine, without naming one";
        public const string OneReplayed = "Replayed: look at a machine, without naming one";
    }

    /// <summary>Remembers how many cards there are.</summary>
    private sealed class Keyed(IChannel inner, HashSet<string> keys) : IChannel
    {
        public string Name => inner.Name;

        public Task PutAsync(Conversation conversation, string key, Card card, CancellationToken cancellationToken)
        {
            keys.Add(key);
            return inner.PutAsync(conversation, key, card, cancellationToken);
        }
    }

    /// <param name="whom">Null for everybody.</param>
    private sealed class Unreachable(IChannel inner, string? whom, Exception? with = null) : IChannel
    {
        public string Name => inner.Name;

        public Task PutAsync(Conversation conversation, string key, Card card, CancellationToken cancellationToken) =>
            whom is null || conversation.Id == whom
                ? throw with ?? new HttpRequestException("503")
                : inner.PutAsync(conversation, key, card, cancellationToken);
    }

    /// <summary>Something happens while the first card is under way.</summary>
    private sealed class Overtaken(IChannel inner, Func<Task> meanwhile) : IChannel
    {
        private bool _isOvertaken;

        public string Name => inner.Name;

        public async Task PutAsync(Conversation conversation, string key, Card card, CancellationToken cancellationToken)
        {
            if (!_isOvertaken)
            {
                _isOvertaken = true;
                await meanwhile();
            }
            await inner.PutAsync(conversation, key, card, cancellationToken);
        }
    }
}
