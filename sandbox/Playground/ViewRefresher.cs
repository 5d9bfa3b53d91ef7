using System.Text.Json.Nodes;
using System.Threading.Channels;
using ChatOps.Sandbox.Teams;

namespace ChatOps.Sandbox.Playground;

/// <param name="Windows">Of those who see the card.</param>
/// <param name="Id">What the bot calls the message.</param>
internal sealed record ViewOrder(IReadOnlyList<PlaygroundWindow> Windows, string Conversation, string? Thread, string Id, JsonObject Refresh);

/// <summary>
/// What the Teams client does about a card's <c>refresh</c> and a Playground does not: it asks the bot, for each whom the card names, how that
/// person sees it, and shows them that.
/// </summary>
internal sealed class ViewRefresher : IAsyncDisposable
{
    private readonly Func<JsonObject, CancellationToken, Task<HttpResponseMessage>> _send;
    private readonly Channel<ViewOrder> _orders = Channel.CreateUnbounded<ViewOrder>();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _work;

    /// <param name="send">Posts an activity to the program.</param>
    public ViewRefresher(Func<JsonObject, CancellationToken, Task<HttpResponseMessage>> send)
    {
        _send = send;
        _work = WorkAsync();
    }

    /// <summary>Takes it out of a card, so that a Playground does not say under each that it cannot.</summary>
    public static JsonObject? Take(JsonNode? card)
    {
        if (card is not JsonObject drawn || drawn["refresh"] is not JsonObject refresh) return null;
        drawn.Remove("refresh");
        return refresh;
    }

    public void Add(ViewOrder order) => _orders.Writer.TryWrite(order);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    /// <summary>One after the other, so that what is asked last is shown last.</summary>
    private async Task WorkAsync()
    {
        await foreach (var order in _orders.Reader.ReadAllAsync(_stop.Token))
        {
            foreach (var window in order.Windows) await TryRefreshAsync(order, window, _stop.Token);
        }
    }

    private async Task TryRefreshAsync(ViewOrder order, PlaygroundWindow window, CancellationToken cancellationToken)
    {
        try
        {
            await RefreshAsync(order, window, cancellationToken);
        }
        // Whatever it was, they go on seeing what all see, and the next card is refreshed as ever.
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
        }
    }

    private async Task RefreshAsync(ViewOrder order, PlaygroundWindow window, CancellationToken cancellationToken)
    {
        if (order.Refresh["userIds"] is not JsonArray viewers || viewers.All(viewer => (string?)viewer != window.Person.Id)) return;
        using var answer = await _send(Invoke(order, window.Person), cancellationToken);
        if (JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken)) is not JsonObject { } said) return;
        if ((string?)said["type"] != "application/vnd.microsoft.card.adaptive" || said["value"]?.DeepClone() is not JsonObject card) return;
        Take(card);
        await window.ShowAsync(order.Conversation, order.Thread, order.Id, Message(card), cancellationToken);
    }

    private static JsonObject Message(JsonObject card) => new()
    {
        ["type"] = "message",
        ["attachments"] = new JsonArray(new JsonObject { ["contentType"] = "application/vnd.microsoft.card.adaptive", ["content"] = card }),
    };

    private static JsonObject Invoke(ViewOrder order, TeamsPerson viewer) => new()
    {
        ["type"] = "invoke",
        ["name"] = "adaptiveCard/action",
        ["id"] = $"{Guid.NewGuid()}",
        ["channelId"] = "msteams",
        ["from"] = viewer.Account(),
        ["recipient"] = new JsonObject { ["id"] = SandboxTeams.BotId },
        ["conversation"] = new JsonObject
        {
            ["id"] = order.Thread is null ? order.Conversation : $"{order.Conversation}{TeamsConversation.ThreadMark}{order.Thread}",
            ["conversationType"] = order.Conversation.EndsWith("@thread.v2", StringComparison.Ordinal) ? "groupChat" : "channel",
            ["isGroup"] = true,
            ["tenantId"] = viewer.TenantId,
        },
        ["channelData"] = new JsonObject { ["tenant"] = new JsonObject { ["id"] = viewer.TenantId } },
        ["replyToId"] = order.Id,
        ["value"] = new JsonObject { ["action"] = order.Refresh["action"]?.DeepClone(), ["trigger"] = "automatic" },
    };
}
