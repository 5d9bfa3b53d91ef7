using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOps.Bot.Cards;
using ChatOps.Sandbox.Chat;
using ChatOps.Sandbox.Loopback;
using Microsoft.AspNetCore.Builder;

namespace ChatOps.Sandbox.Teams;

/// <summary>
/// A stand-in for the Bot Connector: a real HTTP server on the loopback that the bot sends its messages to. What it takes is shown to
/// people in the sandbox's chat, as their client would draw it.
/// </summary>
public sealed class ConnectorStandIn : IAsyncDisposable
{
    private readonly LoopbackServer _server;
    private readonly SandboxChat _chat;
    private readonly Dictionary<TeamsMessage, ChatMessage> _shown = [];

    private ConnectorStandIn(TeamsTenant tenant, SandboxChat chat)
    {
        (Tenant, _chat) = (tenant, chat);
        _server = new LoopbackServer(Map);
    }

    /// <summary>Every request with its answer, which has been decided on and not been sent yet.</summary>
    public event Action<HttpExchange>? Exchanged;

    /// <summary>Every stand-in as it starts; the tests listen to all of them.</summary>
    internal static event Action<ConnectorStandIn>? Started;

    internal TeamsTenant Tenant { get; }

    internal Lock Lock { get; } = new();

    /// <summary>How many requests are still refused because there were too many.</summary>
    internal int Throttled { get; set; }

    /// <summary>What activities name as the way back; the tenant stands in it, as in Teams.</summary>
    internal Uri ServiceUrl => new(_server.Address, $"{SandboxTeams.ServicePath}/");

    internal static async Task<ConnectorStandIn> StartAsync(TeamsTenant tenant, SandboxChat chat, CancellationToken cancellationToken)
    {
        var standIn = new ConnectorStandIn(tenant, chat);
        await standIn._server.StartAsync(cancellationToken);
        Started?.Invoke(standIn);
        return standIn;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    /// <summary>Which message is shown so.</summary>
    internal TeamsMessage? MessageOf(ChatMessage shown)
    {
        lock (Lock) return _shown.FirstOrDefault(pair => pair.Value == (shown.ViewOf ?? shown)).Key;
    }

    /// <summary>Shows a new message, or one as it is now. Called with the lock held.</summary>
    internal void Show(TeamsMessage message, SentActivity sent)
    {
        message.Card = sent.Card;
        // Each client draws it anew, and those for whom there is a view of their own ask for it again.
        message.Views.Clear();
        if (_shown.TryGetValue(message, out var known)) _chat.Edit(known, Seen(sent));
        else _chat.Show(_shown[message] = New(message.Conversation, Seen(sent)));
    }

    /// <summary>One person sees the card otherwise from now on.</summary>
    /// <param name="isNews">Whether they have asked for it, by pressing something.</param>
    internal void ShowView(TeamsMessage message, TeamsPerson viewer, JsonObject card, bool isNews)
    {
        lock (Lock)
        {
            message.Views[viewer.Id] = card;
            if (_shown.TryGetValue(message, out var shown)) _chat.ShowView(shown, viewer.Email, Read(card), isNews);
        }
    }

    /// <summary>Called with the lock held.</summary>
    internal void Remove(TeamsMessage message)
    {
        message.Conversation.Messages.Remove(message);
        if (_shown.Remove(message, out var shown)) _chat.Remove(shown);
    }

    private static ChatMessage New(TeamsConversation conversation, Card card) =>
        new() { Conversation = conversation.Place, Members = [.. conversation.Members.Select(person => person.Email)], Card = card };

    private static Card Seen(SentActivity sent) => sent.Card is { } card ? Read(card) : new Card { Title = sent.Text ?? "" };

    private static Card Read(JsonObject card) => AdaptiveCardReader.Read(JsonSerializer.SerializeToUtf8Bytes(card));

    private void Map(WebApplication web)
    {
        web.Use(next => async http =>
        {
            if (Exchanged is not { } listeners) await next(http);
            else await HttpExchange.ListenAsync(http, next, SandboxTeams.Public, listeners);
        });
        web.UseRouting();
        var routes = new ConnectorRoutes(web, this);
        ActivityEndpoints.Map(routes);
        ConversationEndpoints.Map(routes);
        web.MapFallback(http => ConnectorRoutes.WriteAsync(
            http, new ConnectorError(404, "BadRequest", $"The stand-in does not know {http.Request.Method} {http.Request.Path}.")));
    }
}
