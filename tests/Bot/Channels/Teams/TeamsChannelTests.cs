using System.Net;
using ChatOps.Bot;
using ChatOps.Bot.Cards;
using ChatOps.Core.People;
using ChatOps.Tests.Bot.Channels.Teams.Tokens;

namespace ChatOps.Tests.Bot.Channels.Teams;

public sealed class TeamsChannelTests(IssuerFixture issuer) : IClassFixture<IssuerFixture>, IAsyncLifetime
{
    private const string Key = "machine-0123456789abcdef";

    private static readonly Conversation Vision = new("teams", "vision", IsDirect: false);
    private static readonly Conversation Scientist = Conversation.Direct("teams", "scientist@contoso.example");

    private readonly TeamsDesk _teams = new(issuer.Issuer);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Everything but the welcome.</summary>
    private IReadOnlyList<ShownMessage> Shown => [.. _teams.Messages.Where(message => message.Number > 1)];

    /// <summary>The bot is in the channel, and has met everybody there.</summary>
    public async ValueTask InitializeAsync() => await _teams.HandleAsync(_teams.Install("add", "admin", TeamsDesk.Channel));

    public ValueTask DisposeAsync()
    {
        _teams.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Shows_a_card_once_and_edits_it_from_then_on_also_after_a_restart()
    {
        await _teams.PutAsync(Vision, Key, "One");
        await _teams.PutAsync(Vision, Key, "Two");
        _teams.Restart();
        await _teams.PutAsync(Vision, Key, "Three");

        var shown = Assert.Single(Shown);
        Assert.Equal((TeamsDesk.Channel, "Three", 2), (shown.Conversation, shown.Card.Title, shown.Edits));
    }

    [Fact]
    public async Task Sends_nothing_when_nothing_has_changed()
    {
        await _teams.PutAsync(Vision, Key, "One");
        var calls = _teams.Connector.Calls.Count;

        await _teams.PutAsync(Vision, Key, "One");

        Assert.Equal(calls, _teams.Connector.Calls.Count);
    }

    [Fact]
    public async Task Tells_cards_and_conversations_apart()
    {
        await _teams.PutAsync(Vision, Key, "One");
        await _teams.PutAsync(Vision, "machine-another", "Two");
        await _teams.PutAsync(Scientist, Key, "Three");

        Assert.Equal(["One", "Two", "Three"], Shown.Select(message => message.Card.Title));
    }

    [Fact]
    public async Task Shows_a_card_anew_whose_message_somebody_has_deleted()
    {
        await _teams.PutAsync(Vision, Key, "One");
        _teams.Connector.Clear();

        await _teams.PutAsync(Vision, Key, "Two");
        await _teams.PutAsync(Vision, Key, "Three");

        Assert.Equal(("Three", 1), (Assert.Single(Shown).Card.Title, Shown[0].Edits));
    }

    [Fact]
    public async Task Leaves_a_card_as_it_is_of_which_it_was_told_no_id()
    {
        _teams.Connector.After = _ => Task.FromResult<HttpResponseMessage?>(FakeConnector.Answer(HttpStatusCode.Created));
        await _teams.PutAsync(Vision, Key, "One");
        var calls = _teams.Connector.Calls.Count;

        await _teams.PutAsync(Vision, Key, "Two");

        Assert.Equal(calls, _teams.Connector.Calls.Count);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, "ActivityNotFound")]
    [InlineData(HttpStatusCode.NotFound, "ConversationNotFound")]
    [InlineData(HttpStatusCode.Forbidden, "MessageWritesBlocked")]
    public async Task Shows_below_the_channel_what_belongs_to_a_thread_that_somebody_has_deleted(HttpStatusCode status, string code)
    {
        await _teams.SayAsync("scientist", "launch pytorch-a100", TeamsDesk.Thread);
        var machine = await _teams.MachineAsync("scientist");
        _teams.Connector.Clear();
        _teams.Connector.Before = call => Task.FromResult(
            call.Path is [_, TeamsDesk.Thread, ..] ? FakeConnector.Error(status, code) : null);

        await _teams.PutAsync(machine with { Reason = "tried", Phase = ChatOps.Core.Machines.Phase.Stopped });

        Assert.Equal(TeamsDesk.Channel, Assert.Single(_teams.Messages).Conversation);
    }

    [Fact]
    public async Task Leaves_it_to_one_of_two_programs_to_be_the_first()
    {
        var (gate, isPosting) = (new TaskCompletionSource<HttpResponseMessage?>(), new TaskCompletionSource());
        _teams.Connector.Before = _ =>
        {
            isPosting.TrySetResult();
            return gate.Task;
        };
        var first = _teams.PutAsync(Vision, Key, "One");
        await isPosting.Task;
        var other = _teams.New();

        await Assert.ThrowsAnyAsync<BusyConversationException>(
            () => other.Channel.PutAsync(Vision, Key, new Card { Title = "Two" }, Cancellation));
        gate.SetResult(null);
        await first;
        _teams.Connector.Work();
        await other.Channel.PutAsync(Vision, Key, new Card { Title = "Two" }, Cancellation);

        Assert.Equal("Two", Assert.Single(Shown).Card.Title);
    }

    [Fact]
    public async Task Takes_over_after_a_minute_from_a_program_that_ended_while_it_posted()
    {
        _teams.Connector.Before = _ => throw new OperationCanceledException();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _teams.PutAsync(Vision, Key, "One"));
        _teams.Connector.Work();
        _teams.Restart();
        await Assert.ThrowsAnyAsync<BusyConversationException>(() => _teams.PutAsync(Vision, Key, "One"));

        _teams.Desk.Time.Advance(TimeSpan.FromMinutes(1));
        await _teams.PutAsync(Vision, Key, "One");

        Assert.Single(Shown);
    }

    [Fact]
    public async Task Tries_at_once_again_what_the_connector_refused()
    {
        _teams.Connector.Refuse(HttpMethod.Post, HttpStatusCode.InternalServerError, "ServiceError");
        await Assert.ThrowsAnyAsync<Exception>(() => _teams.PutAsync(Vision, Key, "One"));
        _teams.Connector.Work();

        await _teams.PutAsync(Vision, Key, "One");

        Assert.Single(Shown);
    }

    [Fact]
    public async Task Does_not_show_at_once_again_what_may_be_shown_although_the_connector_did_not_answer()
    {
        _teams.Connector.After = _ => throw new HttpRequestException(HttpRequestError.ResponseEnded);
        await Assert.ThrowsAnyAsync<Exception>(() => _teams.PutAsync(Vision, Key, "One"));
        _teams.Connector.After = _ => Task.FromResult<HttpResponseMessage?>(null);

        await Assert.ThrowsAnyAsync<BusyConversationException>(() => _teams.PutAsync(Vision, Key, "One"));
        Assert.Single(Shown);
    }

    // Nobody knows whose edit came last, so that what is remembered as shown may not be.
    [Fact]
    public async Task Sends_a_card_again_after_two_programs_have_edited_it_at_once()
    {
        await _teams.PutAsync(Vision, Key, "One");
        var other = _teams.New();
        _teams.Connector.Before = async call =>
        {
            _teams.Connector.Work();
            await other.Channel.PutAsync(Vision, Key, new Card { Title = "Newer" }, Cancellation);
            return null;
        };
        await _teams.PutAsync(Vision, Key, "Older");
        Assert.Equal("Older", Assert.Single(Shown).Card.Title);

        await _teams.PutAsync(Vision, Key, "Newer");

        Assert.Equal("Newer", Assert.Single(Shown).Card.Title);
    }

    [Fact]
    public async Task Shows_the_cards_of_a_conversation_one_after_the_other()
    {
        var atOnce = 0;
        _teams.Connector.Before = async _ =>
        {
            Assert.Equal(1, Interlocked.Increment(ref atOnce));
            await Task.Yield();
            Interlocked.Decrement(ref atOnce);
            return null;
        };

        await Task.WhenAll(Enumerable.Range(1, 5).Select(i => _teams.PutAsync(Vision, Key, $"{i}")));

        Assert.Equal(("5", 4), (Assert.Single(Shown).Card.Title, Shown[0].Edits));
    }

    [Fact]
    public async Task Makes_a_chat_with_a_person_once()
    {
        await _teams.PutAsync(Scientist, "o~1", "One");
        _teams.Restart();
        await _teams.PutAsync(Scientist, "o~2", "Two");

        Assert.Equal([TeamsDesk.ChatOf("scientist"), TeamsDesk.ChatOf("scientist")], Shown.Select(message => message.Conversation));
        var made = Assert.Single(_teams.Connector.Calls, call => call.Path is ["conversations"]);
        Assert.Equal(($"28:{TeamsDesk.AppId}", "29:scientist", TeamsDesk.Tenant),
            ($"{made.Body?["bot"]?["id"]}", $"{made.Body?["members"]?[0]?["id"]}", $"{made.Body?["channelData"]?["tenant"]?["id"]}"));
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, "MessageWritesBlocked")]
    [InlineData(HttpStatusCode.NotFound, "ConversationNotFound")]
    public async Task Leaves_who_cannot_be_written_to_in_peace_for_an_hour(HttpStatusCode status, string code)
    {
        _teams.Connector.Refuse(HttpMethod.Post, status, code);
        await Assert.ThrowsAsync<UnreachableConversationException>(() => _teams.PutAsync(Scientist, "o~1", "One"));
        _teams.Connector.Work();
        var calls = _teams.Connector.Calls.Count;
        await Assert.ThrowsAsync<UnreachableConversationException>(() => _teams.PutAsync(Scientist, "o~1", "One"));
        Assert.Equal(calls, _teams.Connector.Calls.Count);

        _teams.Desk.Time.Advance(TimeSpan.FromHours(1));
        await _teams.PutAsync(Scientist, "o~1", "One");

        Assert.Single(Shown);
    }

    [Fact]
    public async Task Writes_again_to_who_says_something_meanwhile()
    {
        _teams.Connector.Refuse(HttpMethod.Post, HttpStatusCode.Forbidden, "MessageWritesBlocked");
        await Assert.ThrowsAsync<UnreachableConversationException>(() => _teams.PutAsync(Scientist, "o~1", "One"));
        _teams.Connector.Work();

        await _teams.SayAsync("scientist", "catalog");
        await _teams.PutAsync(Scientist, "o~1", "One");

        Assert.Equal(2, Shown.Count);
    }

    [Fact]
    public Task Cannot_reach_whom_it_has_not_met() => Assert.ThrowsAsync<UnreachableConversationException>(
        () => _teams.PutAsync(Conversation.Direct("teams", "somebody@contoso.example"), "o~1", "One"));

    [Fact]
    public async Task Goes_by_the_way_that_was_last_seen()
    {
        var elsewhere = TeamsDesk.ServiceUrl.Replace("amer", "emea", StringComparison.Ordinal);
        var activity = _teams.Message("scientist", "catalog", TeamsDesk.Thread);
        activity["serviceUrl"] = elsewhere;
        await _teams.HandleAsync(activity.ToJsonString(), serviceUrl: elsewhere);

        await _teams.PutAsync(Vision, Key, "One");
        await _teams.PutAsync(Scientist, Key, "One");

        Assert.All(_teams.Connector.Calls.TakeLast(3), call => Assert.StartsWith(elsewhere, $"{call.Uri}", StringComparison.Ordinal));
    }
}
