using ChatOps.Bot;
using ChatOps.Bot.Cards;
using ChatOps.Core.Approvals;
using ChatOps.Core.People;
using ChatOps.Sandbox.Chat;
using ChatOps.Tests.Bot.Commands;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOps.Tests.Bot;

public sealed class RequestDeliveryTests : IAsyncLifetime
{
    private readonly SandboxChat _chat = new();
    private readonly List<ChatMessage> _shown = [];
    private RequestDesk _desk = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _desk = await RequestDesk.OpenAsync();
        _chat.Changed += _shown.Add;
    }

    public ValueTask DisposeAsync()
    {
        _desk.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Shows_the_request_where_it_was_asked_and_to_each_manager()
    {
        var request = await _desk.AsksAsync();

        await DeliverAsync(request, _chat);

        Assert.Contains(("scientist asks to launch pytorch-a100", "to manager"), Seen);
        Assert.Contains(("Waiting for approval: launch pytorch-a100", "#vision"), Seen);
        Assert.Empty(await OutboxAsync(request));
    }

    [Fact]
    public async Task Takes_the_buttons_from_every_copy_when_it_is_decided_and_tells_who_asked()
    {
        var request = await _desk.AsksAsync();
        await DeliverAsync(request, _chat);
        await _desk.SayAsync(BotDesk.Manager, $"deny {request.Id.Short} no room");
        _shown.Clear();

        await DeliverAsync(request, _chat);

        Assert.Contains(("Denied by manager: launch pytorch-a100, for scientist", "to manager"), Seen);
        Assert.Contains(("Denied by manager: launch pytorch-a100", "#vision"), Seen);
        Assert.Contains(("Denied by manager: launch pytorch-a100", "to scientist"), Seen);
        Assert.All(_shown, message => Assert.Empty(message.Card.Buttons));
    }

    [Fact]
    public async Task Delivered_twice_it_is_one_message_each()
    {
        var request = await _desk.AsksAsync();
        await DeliverAsync(request, _chat);
        var before = _shown.Count;

        await _desk.SayAsync(BotDesk.Manager, $"requests {request.Id}");
        await DeliverAsync(request, _chat);

        Assert.Equal(before, _shown.Count);
    }

    [Fact]
    public async Task Waits_for_an_approver_while_none_can_be_written_to()
    {
        var request = await _desk.AsksAsync();

        await DeliverAsync(request, new Deaf(_chat, "manager"));
        Assert.NotEmpty(await OutboxAsync(request));

        await DeliverAsync(request, _chat);
        Assert.Empty(await OutboxAsync(request));
        Assert.Contains(("scientist asks to launch pytorch-a100", "to manager"), Seen);
    }

    [Fact]
    public async Task Tells_who_asked_in_the_channel_when_they_cannot_be_written_to()
    {
        var request = await _desk.AsksAsync();
        await DeliverAsync(request, _chat);
        await _desk.SayAsync(BotDesk.Manager, $"deny {request.Id.Short} no room");
        _shown.Clear();

        await DeliverAsync(request, new Deaf(_chat, "scientist"));

        var told = new CardElement.Text("For scientist, who cannot be written to.", TextStyle.Subtle);
        Assert.Contains(_shown, message => message.Where == "#vision" && message.Card.Body.Contains(told));
    }

    [Fact]
    public async Task A_copy_that_could_not_be_brought_up_to_date_is_tried_again_though_the_channel_knows()
    {
        _desk.Dispose();
        _desk = await RequestDesk.OpenAsync(asksInChannel: true);
        var request = await _desk.AsksAsync();
        _desk.Bot.Time.Advance(TimeSpan.FromHours(2));
        await _desk.Bot.Governance.Granting.SweepAsync(Cancellation);
        await DeliverAsync(request, _chat);
        await _desk.SayAsync(BotDesk.Manager, $"deny {request.Id.Short} no room");

        await DeliverAsync(request, new Deaf(_chat, "admin") { Fault = () => new BusyConversationException("Later.") });
        Assert.NotEmpty(await OutboxAsync(request));

        await DeliverAsync(request, _chat);
        Assert.Empty(await OutboxAsync(request));
        Assert.Empty(_shown.Last(message => message.Where == "to admin").Card.Buttons);
    }

    private IEnumerable<(string Title, string Where)> Seen => _shown.Select(message => (message.Card.Title, message.Where));

    private Task DeliverAsync(ApprovalRequest request, IChannel channel)
    {
        var governance = _desk.Bot.Governance;
        return new RequestDelivery(
            governance.Requests, governance.Views, channel, governance.Policy, _desk.Bot.Time, NullLogger<RequestDelivery>.Instance)
            .DeliverAsync(request.Id, Cancellation);
    }

    private async Task<List<StoredRequestMessage>> OutboxAsync(ApprovalRequest request) =>
        await _desk.Bot.Governance.Requests.OutboxAsync(request.Id, Cancellation).ToListAsync(Cancellation);

    /// <summary>A chat in which people of this name cannot be written to directly.</summary>
    private sealed class Deaf(IChannel inner, string name) : IChannel
    {
        public string Name => inner.Name;

        public Func<Exception> Fault { get; init; } = () => new UnreachableConversationException("Nobody is there.");

        public Task PutAsync(Conversation conversation, string key, Card card, CancellationToken cancellationToken) =>
            conversation.IsDirect && conversation.Id.StartsWith(name, StringComparison.Ordinal)
                ? throw Fault()
                : inner.PutAsync(conversation, key, card, cancellationToken);
    }
}
