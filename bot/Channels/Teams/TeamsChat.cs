using System.Text.Json;
using ChatOps.Bot.Channels.Teams.Connector;
using ChatOps.Bot.Channels.Teams.Tokens;
using ChatOps.Core.People;
using ChatOps.Core.State;
using Microsoft.Extensions.Logging;

namespace ChatOps.Bot.Channels.Teams;

/// <summary>Microsoft Teams as a chat of the product: what comes in, and the channel that goes out.</summary>
public sealed class TeamsChat
{
    /// <summary>As in <see cref="Conversation.Channel"/>.</summary>
    public const string ChannelName = "teams";

    /// <summary>As Teams calls itself. The same key vouches for channels in which anybody can say who they are.</summary>
    private const string TeamsChannelId = "msteams";

    private static readonly ChatAnswer Fine = new(200);
    private static readonly ChatAnswer Bad = new(400);
    private static readonly ChatAnswer Untrusted = new(401);
    private static readonly ChatAnswer Later = new(503);

    /// <summary>Of an invoke: Teams waits for 10 s, and says that something went wrong then.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(7);

    private readonly TeamsSite _site;
    private readonly ActivityTokens _tokens;
    private readonly Redeliveries _redeliveries;
    private readonly TeamsMessages _messages;
    private readonly TeamsPresses _presses;
    private readonly TeamsInstallations _installations;
    private readonly ILogger _log;

    /// <param name="table">Opens a table by its name.</param>
    public TeamsChat(
        TeamsSite site, Func<string, ITable> table, LivePolicy policy, ChatBot bot, CardViews views, TimeProvider time, ILoggerFactory logs)
    {
        (_site, _log) = (site, logs.CreateLogger<TeamsChat>());
        _tokens = new ActivityTokens(site, time, logs.CreateLogger<ActivityTokens>());
        _redeliveries = new Redeliveries(time);
        var connector = new ConnectorClient(site, _log);
        var people = new TeamsPeople(site, new PeopleStore(table("people")), connector, policy, time, _log);
        var places = new TeamsPlaces(table("conversations"), people, policy, time);
        var sent = new SentCards(table("cards"), connector, time);
        Channel = new TeamsChannel(places, people, sent, policy);
        var answers = new Answers(bot, sent);
        var replies = new TeamsReplies(connector, Channel, people, views);
        _messages = new TeamsMessages(people, places, answers, replies);
        _presses = new TeamsPresses(people, places, answers, replies, Channel, views, _log);
        _installations = new TeamsInstallations(site, people, places, replies, _log);
    }

    public TeamsChannel Channel { get; }

    /// <summary>An activity, as the Bot Connector posts it.</summary>
    /// <param name="authorization">The header; null for none.</param>
    /// <param name="body">The activity as JSON. Nothing of it is used before the token is found to be good.</param>
    public Task<ChatAnswer> HandleAsync(string? authorization, Stream body, CancellationToken cancellationToken) =>
        HandleAsync(authorization, body, CancellationToken.None, cancellationToken);

    /// <inheritdoc cref="HandleAsync(string?, Stream, CancellationToken)"/>
    /// <param name="caller">Ends when whoever delivers has hung up: nobody waits any more. What was begun goes on, and a redelivery joins it.</param>
    /// <param name="cancellationToken">Ends that, too.</param>
    public async Task<ChatAnswer> HandleAsync(string? authorization, Stream body, CancellationToken caller, CancellationToken cancellationToken)
    {
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(caller, cancellationToken);
        try
        {
            if (await _tokens.ValidateAsync(authorization, reading.Token) is not { } token) return Untrusted;
            if (await ReadAsync(body, reading.Token) is not { } activity) return Refuse("it is no JSON of an activity");
            if (!_tokens.Vouches(token, activity.ServiceUrl, activity.ChannelId)) return Untrusted;
            if (activity.ChannelId != TeamsChannelId) return Refuse("it is not from Teams");
            if (activity.Type is { Length: > 0 } type && !ActivityTypes.AreHandled(type)) return Fine;
            if (Incoming.Read(activity) is not { } incoming) return Refuse("something is missing in it");
            if (!ConnectorHosts.Trusts(_site, incoming.Spot.Server)) return Refuse("its connector is not one of Microsoft's");
            return await AnswerInTimeAsync(incoming, caller, cancellationToken);
        }
        catch (NoSigningKeysException)
        {
            return Later;
        }
    }

    /// <summary>A press is answered before Teams gives up; what it asked for goes on, and whatever becomes of it is told where it belongs.</summary>
    private async Task<ChatAnswer> AnswerInTimeAsync(Incoming incoming, CancellationToken caller, CancellationToken cancellationToken)
    {
        var answer = AnswerOnceAsync(incoming, caller, cancellationToken);
        if (incoming.Type != ActivityTypes.Invoke) return await answer;
        try
        {
            return await answer.WaitAsync(Patience, _site.Answering, caller);
        }
        catch (TimeoutException)
        {
            Log.Late(_log, incoming.Id);
            return CardMessage.Toast("It takes a moment longer; I am on it.");
        }
    }

    private Task<ChatAnswer> AnswerOnceAsync(Incoming incoming, CancellationToken caller, CancellationToken cancellationToken)
    {
        if (incoming.Id.Length == 0 || TeamsPresses.IsLook(incoming)) return AnswerAsync(incoming, cancellationToken).WaitAsync(caller);
        // An edited message has the id of the one that it was.
        var key = $"{incoming.Type} {incoming.Spot.Conversation} {incoming.Id}";
        return _redeliveries.OnceAsync(key, () => AnswerAsync(incoming, cancellationToken), caller);
    }

    private static async Task<Activity?> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(body, TeamsJson.Default.Activity, cancellationToken);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Mistakes are answered by the bot; this is where bugs end, and what cannot be done now.</summary>
    private async Task<ChatAnswer> AnswerAsync(Incoming incoming, CancellationToken cancellationToken)
    {
        try
        {
            return await HandleAsync(incoming, cancellationToken);
        }
        catch (UnreachableConversationException e)
        {
            // It was removed from there meanwhile: there is nobody to be told.
            Log.Unreachable(_log, incoming.Spot.Conversation, e.Message);
            return Fine;
        }
        catch (Exception e) when (e is ConnectorException or BusyConversationException)
        {
            Log.NotAnswered(_log, incoming.Id, e);
            return incoming.Type == ActivityTypes.Invoke ? CardMessage.Toast("I cannot be reached well just now. Try again in a minute.") : Later;
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            var reference = Guid.NewGuid().ToString("N")[..8];
            Log.Broken(_log, incoming.Id, reference, e);
            return incoming.Type == ActivityTypes.Invoke
                ? CardMessage.Toast($"That went wrong on our side. If it happens again, tell the platform team this reference: {reference}")
                : new ChatAnswer(500);
        }
    }

    private async Task<ChatAnswer> HandleAsync(Incoming incoming, CancellationToken cancellationToken)
    {
        switch (incoming.Type)
        {
            case ActivityTypes.Invoke:
                return await _presses.HandleAsync(incoming, cancellationToken);
            case ActivityTypes.Message:
                await _messages.HandleAsync(incoming, cancellationToken);
                break;
            case ActivityTypes.MessageUpdate:
                await _messages.HandleEditAsync(incoming, cancellationToken);
                break;
            case ActivityTypes.InstallationUpdate or ActivityTypes.ConversationUpdate:
                await _installations.HandleAsync(incoming, cancellationToken);
                break;
        }
        return Fine;
    }

    private ChatAnswer Refuse(string why)
    {
        Log.BadActivity(_log, why);
        return Bad;
    }
}
