using ChatOps.Bot;
using ChatOps.Bot.Commands;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.Words;
using ChatOps.Tests.BadInput;

namespace ChatOps.Tests.Bot.Commands;

/// <summary>All in order: one message about a machine was given up, and an admin replays it. One thing is different in each.</summary>
public sealed class ReplayCommandTests : IDisposable
{
    private static readonly MachineId Machine = Some.Running().Id;
    private static readonly string Look = PoisonMessage.IdOf(NudgeKind.Look, Machine.Value);
    private static readonly string Nameless = PoisonMessage.IdOf(NudgeKind.Look, "nothing");

    private readonly BotDesk _desk = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task Does_it_again_and_says_so_to_the_one_who_asked()
    {
        await _desk.HasAsync(Some.Running());
        _desk.Nudges.Looks.Clear();
        await GiveUpAsync();

        var reply = await SayAsync($"replay {Look}");

        Assert.Equal(($"Replaying {Look}: look at ember-otter", Audience.Person), (reply.Card.Title, reply.Audience));
        Assert.Equal((1, 0), (Looks(), _desk.Nudges.Deliveries.Count));
        Assert.Equal((PoisonFate.Replayed, BotDesk.Admin.Email), await EndAsync(Look));
    }

    [Fact]
    public async Task Delivers_when_that_was_what_was_given_up()
    {
        await GiveUpAsync(NudgeKind.Deliver, Machine.Value, Machine);

        await SayAsync($"replay {PoisonMessage.IdOf(NudgeKind.Deliver, Machine.Value)}");

        Assert.Equal((0, 1), (Looks(), _desk.Nudges.Deliveries.Count));
    }

    [Fact]
    public async Task Understands_an_id_in_capitals()
    {
        await GiveUpAsync();

        await SayAsync($"replay {Look.ToUpperInvariant()}");

        Assert.Equal(1, Looks());
    }

    [Fact]
    public async Task Drops_it_without_doing_anything()
    {
        await GiveUpAsync();

        Assert.Equal($"{Look} is off the list", (await SayAsync($"replay {Look} --drop")).Card.Title);
        Assert.Equal(0, Looks());
        Assert.Equal((PoisonFate.Dropped, BotDesk.Admin.Email), await EndAsync(Look));
    }

    [Theory]
    [InlineData("replay")]
    [InlineData("replay all")]
    [InlineData("replay all --drop")]
    [InlineData("replay {id}")]
    [InlineData("replay {id} --drop")]
    public async Task Is_for_admins_only(string text)
    {
        await GiveUpAsync();

        foreach (var person in (Person[])[BotDesk.Scientist, BotDesk.Manager, BotDesk.Outsider])
        {
            var said = await _desk.MistakeAsync(person, text.Replace("{id}", Look, StringComparison.Ordinal));
            Assert.Equal("Only admins may do that. `help` shows what you can say.", said);
        }
        Assert.Equal(0, Looks());
        Assert.Null(await EndAsync(Look));
    }

    [Fact]
    public void Is_suggested_to_admins_only()
    {
        Assert.Contains("Did you mean replay?", Suggestion(BotDesk.Admin), StringComparison.Ordinal);
        Assert.DoesNotContain("replay", Suggestion(BotDesk.Manager), StringComparison.Ordinal);

        string Suggestion(Person person) => Assert.Throws<UserError>(() => CommandParser.Parse("repaly", _desk.Commands, person)).Message;
    }

    [Fact]
    public async Task Does_nothing_twice_and_says_who_did_it()
    {
        await GiveUpAsync();
        await SayAsync($"replay {Look}");

        Assert.Equal($"{Look} was replayed by admin ({_desk.Clock.Time(_desk.Time.Now)})", (await SayAsync($"replay {Look} --drop")).Card.Title);
        Assert.Equal(1, Looks());
        Assert.Equal((PoisonFate.Replayed, BotDesk.Admin.Email), await EndAsync(Look));
    }

    [Fact]
    public async Task Answers_a_request_that_is_delivered_again_like_the_first_time()
    {
        await GiveUpAsync();
        var first = await _desk.SayAsync(BotDesk.Admin, $"replay {Look}", "message-1");
        var second = await _desk.SayAsync(BotDesk.Admin, $"replay {Look}", "message-1");
        await GiveUpAsync(NudgeKind.Look, "b1b2c3d4e5f60718", new MachineId("b1b2c3d4e5f60718"));
        var all = await _desk.SayAsync(BotDesk.Admin, "replay all", "message-2");
        var allAgain = await _desk.SayAsync(BotDesk.Admin, "replay all", "message-2");

        Assert.Equal((first.Card.Title, all.Card.Title), (second.Card.Title, allAgain.Card.Title));
        Assert.Equal((1, 2), (Looks(), _desk.Nudges.Looks.Count));
    }

    // Killed between the nudge and the row: the request comes again and does it again, which is harmless; never is it lost.
    [Fact]
    public async Task A_crash_before_it_is_written_has_it_replayed_twice()
    {
        await GiveUpAsync();
        _desk.PoisonTable.BeforeWrite = _ => throw new OperationCanceledException();
        await Assert.ThrowsAsync<OperationCanceledException>(() => _desk.SayAsync(BotDesk.Admin, $"replay {Look}", "message-1"));
        Assert.Equal((1, null), (Looks(), await EndAsync(Look)));

        _desk.PoisonTable.BeforeWrite = _ => Task.CompletedTask;
        await _desk.SayAsync(BotDesk.Admin, $"replay {Look}", "message-1");

        Assert.Equal(2, Looks());
        Assert.Equal((PoisonFate.Replayed, BotDesk.Admin.Email), await EndAsync(Look));
    }

    // Written, but nobody was told.
    [Fact]
    public async Task A_crash_after_it_is_written_has_it_replayed_once()
    {
        await GiveUpAsync();
        _desk.PoisonTable.AfterWrite = () => throw new OperationCanceledException();
        await Assert.ThrowsAsync<OperationCanceledException>(() => _desk.SayAsync(BotDesk.Admin, $"replay {Look}", "message-1"));

        _desk.PoisonTable.AfterWrite = () => { };
        var reply = await _desk.SayAsync(BotDesk.Admin, $"replay {Look}", "message-1");

        Assert.StartsWith($"Replaying {Look}", reply.Card.Title, StringComparison.Ordinal);
        Assert.Equal(1, Looks());
    }

    [Fact]
    public async Task Replays_what_is_given_up_once_more_at_the_same_moment()
    {
        await GiveUpAsync();
        Meanwhile(() => GiveUpAsync());

        await SayAsync($"replay {Look}");

        Assert.Equal((PoisonFate.Replayed, BotDesk.Admin.Email), await EndAsync(Look));
    }

    [Fact]
    public async Task Says_who_was_faster()
    {
        await GiveUpAsync();
        Meanwhile(() => SayAsync($"replay {Look} --drop"));

        Assert.StartsWith($"{Look} was dropped by admin", (await SayAsync($"replay {Look}")).Card.Title, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replays_no_message_that_names_no_machine()
    {
        await GiveUpAsync(NudgeKind.Look, "nothing", null);

        Assert.Equal(
            $"Message {Nameless} names no machine, so there is nothing to replay. `replay {Nameless} --drop` takes it off the list.",
            await _desk.MistakeAsync(BotDesk.Admin, $"replay {Nameless}"));
        Assert.Null(await EndAsync(Nameless));
    }

    [Fact]
    public async Task Replays_all_that_can_be_and_drops_all_that_is_left()
    {
        await GiveUpAsync();
        await GiveUpAsync(NudgeKind.Look, "nothing", null);

        Assert.Equal("Replaying 1 message", (await SayAsync("replay ALL")).Card.Title);
        Assert.Null(await EndAsync(Nameless));

        Assert.Equal("Dropped 1 message", (await SayAsync("replay all --drop")).Card.Title);
        Assert.Equal((PoisonFate.Dropped, BotDesk.Admin.Email), await EndAsync(Nameless));
        Assert.Equal("There was nothing to drop", (await SayAsync("replay all --drop")).Card.Title);
    }

    [Fact]
    public async Task Replays_thousands_in_portions()
    {
        for (var i = 0; i < 620; i++) await GiveUpAsync(NudgeKind.Look, $"{i:x16}", new MachineId($"{i:x16}"));

        Assert.Equal("Replaying 500 messages", (await SayAsync("replay all")).Card.Title);
        Assert.Equal("Replaying 120 messages", (await SayAsync("replay all")).Card.Title);
        Assert.Equal(620, _desk.Nudges.Looks.Distinct().Count());
    }

    [Fact]
    public async Task Keeps_what_no_queue_takes_and_says_what_to_do()
    {
        await GiveUpAsync();
        _desk.Nudges.Takes = _ => false;

        Assert.Equal(
            $"Message {Look} could not be queued just now, so it stays on the list. Say `replay {Look}` again in a minute.",
            await _desk.MistakeAsync(BotDesk.Admin, $"replay {Look}"));
        Assert.Null(await EndAsync(Look));
        Assert.Equal($"{Look} is off the list", (await SayAsync($"replay {Look} --drop")).Card.Title);
    }

    [Fact]
    public async Task Replays_it_when_asked_again_once_the_queue_is_back()
    {
        await GiveUpAsync();
        _desk.Nudges.Takes = _ => false;
        await Assert.ThrowsAsync<UserError>(() => _desk.SayAsync(BotDesk.Admin, $"replay {Look}", "message-1"));
        Assert.Equal("No message could be replayed", (await SayAsync("replay all")).Card.Title);
        Assert.Null(await EndAsync(Look));

        _desk.Nudges.Takes = _ => true;
        var reply = await _desk.SayAsync(BotDesk.Admin, $"replay {Look}", "message-1");

        Assert.StartsWith($"Replaying {Look}", reply.Card.Title, StringComparison.Ordinal);
        Assert.Equal(1, Looks());
    }

    [Fact]
    public async Task Replays_no_more_where_the_queue_takes_no_more()
    {
        for (var i = 0; i < 320; i++) await GiveUpAsync(NudgeKind.Look, $"{i:x16}", new MachineId($"{i:x16}"));
        var asked = 0;
        _desk.Nudges.Takes = _ => ++asked <= 130;

        Assert.Equal("Replaying 130 messages", (await SayAsync("replay all")).Card.Title);
        // Of the second hundred each was tried, all at the same time; nobody waits for the third.
        Assert.Equal(200, asked);
        Assert.Equal(190, (await _desk.Poison.AllAsync(Cancellation).ToListAsync(Cancellation)).Count(stored => stored.Message.End is null));

        _desk.Nudges.Takes = _ => true;
        Assert.Equal("Replaying 190 messages", (await SayAsync("replay all")).Card.Title);
        Assert.Equal(320, _desk.Nudges.Looks.Distinct().Count());
    }

    [Fact]
    public async Task Lists_what_waits_and_nothing_else()
    {
        await GiveUpAsync();
        await GiveUpAsync(NudgeKind.Look, "nothing", null);
        await SayAsync($"replay {Look}");

        var list = await _desk.TextAsync(BotDesk.Admin, "replay");

        Assert.Contains(Nameless, list, StringComparison.Ordinal);
        Assert.DoesNotContain(Look, list, StringComparison.Ordinal);
        Assert.Equal(Audience.Person, (await SayAsync("replay")).Audience);
    }

    [Theory]
    [InlineData("replay --drop")]
    [InlineData("replay nothing")]
    [InlineData("replay 3f9c01a")]
    [InlineData("replay 3f9c01ab")]
    [InlineData("replay 3f9c01ab0")]
    [InlineData("replay 3f9c01ag")]
    [InlineData("replay ３f9c01ab")]
    [InlineData("replay \"\"")]
    [InlineData("replay *")]
    [InlineData("replay ..")]
    [InlineData("replay id:a1b2c3d4e5f60718")]
    [InlineData("replay \"' or 1=1\"")]
    [InlineData("replay {NUL}")]
    [InlineData("replay {ESC}[31m")]
    [InlineData("replay {half}")]
    [InlineData("replay \u202E3f9c01ab")]
    [InlineData("replay all all")]
    [InlineData("replay all --yes")]
    [InlineData("replay all --drop=no")]
    public async Task Says_what_is_wrong_with_words_that_make_no_sense(string text)
    {
        await GiveUpAsync();

        Sentence.IsClear(await _desk.MistakeAsync(BotDesk.Admin, Sentence.Expand(text)));
        Assert.Equal(0, Looks());
        Assert.Null(await EndAsync(Look));
    }

    private Task GiveUpAsync() => GiveUpAsync(NudgeKind.Look, Machine.Value, Machine);

    private Task GiveUpAsync(NudgeKind kind, string text, MachineId? machine) => _desk.Poison.AddAsync(kind, text, machine, _desk.Time.Now, Cancellation);

    private Task<Reply> SayAsync(string text) => _desk.SayAsync(BotDesk.Admin, text);

    /// <summary>Before the next write, and only then.</summary>
    private void Meanwhile(Func<Task> happens) => _desk.PoisonTable.BeforeWrite = _ =>
    {
        _desk.PoisonTable.BeforeWrite = _ => Task.CompletedTask;
        return happens();
    };

    /// <summary>How often the one machine was to be looked at.</summary>
    private int Looks() => _desk.Nudges.Looks.Count(machine => machine == Machine);

    private async Task<(PoisonFate, string)?> EndAsync(string id) =>
        (await _desk.Poison.FindAsync(id, Cancellation))?.Message.End is { } end ? (end.Fate, end.By) : null;
}
