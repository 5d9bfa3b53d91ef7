using ChatOps.Bot.Channels.Slack.Api;
using ChatOps.Bot.Channels.Slack.Signing;
using ChatOps.Core.People;
using ChatOps.Core.State;
using Microsoft.Extensions.Logging;

namespace ChatOps.Bot.Channels.Slack;

/// <summary>Slack as a chat of the product: what comes in, and the channel that goes out.</summary>
public sealed class SlackChat
{
    /// <summary>As in <see cref="Conversation.Channel"/>.</summary>
    public const string ChannelName = "slack";

    private const string Unwell = "I cannot reach Slack well just now. Try again in a minute.";
    private const string Broken = "That went wrong on our side. If it happens again, tell the platform team this reference: ";
    private const string OnIt = "I am on it; it takes a moment longer.";

    private static readonly ChatAnswer Fine = new(200);
    private static readonly ChatAnswer Bad = new(400);
    private static readonly ChatAnswer Untrusted = new(401);
    private static readonly ChatAnswer TooLong = new(413);
    private static readonly ChatAnswer Later = new(503);

    /// <summary>Slack waits for three seconds, the way there and back included, and says that it failed then.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly SlackSite _site;
    private readonly SlackSignatures _signatures;
    private readonly Redeliveries _redeliveries;
    private readonly SlackClient _slack;
    private readonly SlackCommands _commands;
    private readonly SlackPresses _presses;
    private readonly SlackForms _forms;
    private readonly SlackEvents _events;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    /// <param name="table">Opens a table by its name.</param>
    public SlackChat(
        SlackSite site, Func<string, ITable> table, LivePolicy policy, ChatBot bot, CardViews views, MachineStore machines, TimeProvider time,
        ILoggerFactory logs)
    {
        (_site, _time, _log) = (site, time, logs.CreateLogger<SlackChat>());
        _signatures = new SlackSignatures(site.SigningSecret, time);
        _redeliveries = new Redeliveries(time);
        _slack = new SlackClient(site, _log);
        var people = new SlackPeople(site, new SlackPeopleStore(table("slackpeople")), _slack, policy, time, _log);
        var places = new SlackPlaces(site, table("slackplaces"), people, _slack, policy, time);
        var (sent, drawing) = (new SentCards(table("cards"), _slack, time), new SlackDrawing(time, _log));
        var homes = new SlackHomes(people, machines, _slack, policy, time, _log);
        Channel = new SlackChannel(places, sent, drawing, homes);
        var answers = new Answers(bot, sent);
        var replies = new SlackReplies(_slack, Channel, drawing, people, views);
        _forms = new SlackForms(_slack, people, places, answers, replies, _log);
        _commands = new SlackCommands(people, places, answers, replies, _forms, _log);
        _presses = new SlackPresses(people, places, answers, replies, _forms, homes, views);
        _events = new SlackEvents(people, places, answers, replies, homes);
    }

    public SlackChannel Channel { get; }

    /// <param name="body">As it came. Nothing of it is used before the signature is found to be good.</param>
    /// <param name="caller">Ends when whoever delivers has hung up: nobody waits any more. What was begun goes on.</param>
    /// <param name="cancellationToken">Ends that, too.</param>
    public async Task<ChatAnswer> HandleAsync(SlackRequest request, Stream body, CancellationToken caller, CancellationToken cancellationToken)
    {
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(caller, cancellationToken);
        if (await RequestBody.ReadAsync(body, reading.Token) is not { } bytes) return TooLong;
        var verdict = _signatures.Check(request.Timestamp, request.Signature, bytes);
        // An event that comes again within the second has the signature that it had.
        var isAgain = verdict == SignatureVerdict.Repeated && request is { Door: SlackDoor.Events, Retry: not null };
        if (verdict != SignatureVerdict.Good && !isAgain) return Refuse($"its signature is {verdict.ToString().ToLowerInvariant()}", Untrusted);
        return request.Door switch
        {
            SlackDoor.Commands => await CommandAsync(bytes, caller, cancellationToken),
            SlackDoor.Interactivity => await InteractAsync(bytes, caller, cancellationToken),
            SlackDoor.Events => await EventAsync(bytes, request.Retry, caller, cancellationToken),
        };
    }

    private async Task<ChatAnswer> CommandAsync(byte[] body, CancellationToken caller, CancellationToken cancellationToken)
    {
        if (SlashCommand.Read(body) is not { } command) return Refuse("something is missing in the command", Bad);
        var asker = new SlackAsker(command.Workspace, command.User, $"slack:{command.Workspace}:{command.TriggerId}");
        var back = WayBack.Of(command.Back, _site, _slack, _time);
        var answer = TryAsync(asker, () => _commands.HandleAsync(command, asker, back, cancellationToken), Line, cancellationToken);
        if (await InTimeAsync(answer, caller)) return await answer;
        Log.Late(_log, asker.RequestId);
        // What would have stood in the response is said at the address that the command named.
        if (back is not null) _ = FollowAsync(answer, asker, late => back.TryAnswerAsync(late.Json, cancellationToken));
        return Line(OnIt);
    }

    private async Task<ChatAnswer> InteractAsync(byte[] body, CancellationToken caller, CancellationToken cancellationToken)
    {
        if (Interaction.Read(body) is not { Team.Id: { Length: > 0 } workspace, User.Id: { Length: > 0 } user, TriggerId: { Length: > 0 } trigger } interaction)
            return Refuse("something is missing in the interaction", Bad);
        var asker = new SlackAsker(workspace, user, $"slack:{workspace}:{trigger}");
        var back = WayBack.Of(interaction.ResponseUrl, _site, _slack, _time);
        var answer = interaction.Type switch
        {
            "block_actions" => TryAsync(asker, () => _presses.HandleAsync(interaction, asker, back, cancellationToken), Line, cancellationToken),
            "view_submission" => TryAsync(
                asker, () => _forms.SubmitAsync(interaction, asker, cancellationToken), SlackForms.Problem(interaction), cancellationToken),
            _ => Task.FromResult(Fine),
        };
        if (interaction.Type == "block_actions") answer = SayAsync(answer, asker, back, cancellationToken);
        if (await InTimeAsync(answer, caller)) return await answer;
        Log.Late(_log, asker.RequestId);
        if (interaction.Type == "view_submission")
            _ = FollowAsync(answer, asker, late => _forms.TellLateAsync(late, asker, cancellationToken));
        return Fine;
    }

    private async Task<ChatAnswer> EventAsync(byte[] body, string? retry, CancellationToken caller, CancellationToken cancellationToken)
    {
        if (EventEnvelope.Read(body) is not { } envelope) return Refuse("it is no JSON of an event", Bad);
        if (envelope is { Type: "url_verification", Challenge: { } challenge }) return Challenge(challenge);
        if (envelope is not { TeamId: { Length: > 0 } workspace, EventId: { Length: > 0 } id, Event: { } told }) return Fine;
        if (retry is not null) Log.Again(_log, id, retry);
        // What nobody has done is nothing to answer.
        if ((told.User ?? told.Message?.User) is not { Length: > 0 } user) return Fine;
        var asker = new SlackAsker(workspace, user, $"slack:{workspace}:{id}");
        var answer = _redeliveries.OnceAsync(
            asker.RequestId,
            () => TryAsync(asker, async () =>
            {
                await _events.HandleAsync(envelope, told, asker, cancellationToken);
                return Fine;
            }, failed: null, cancellationToken),
            cancellationToken);
        if (await InTimeAsync(answer, caller)) return await answer;
        Log.Late(_log, asker.RequestId);
        return Fine;
    }

    /// <returns>False when it takes longer than Slack waits, or Slack has hung up.</returns>
    private async Task<bool> InTimeAsync(Task answer, CancellationToken cancellationToken)
    {
        try
        {
            await answer.WaitAsync(Patience, _site.Answering, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return answer.IsCompleted;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && !answer.IsCompleted)
        {
            return false;
        }
    }

    /// <summary>Mistakes are answered by the bot; this is where bugs end, and what cannot be done now.</summary>
    /// <param name="failed">What is answered then, from a sentence; null to have it delivered again.</param>
    private async Task<ChatAnswer> TryAsync(
        SlackAsker asker, Func<Task<ChatAnswer>> handle, Func<string, ChatAnswer>? failed, CancellationToken cancellationToken)
    {
        try
        {
            return await handle();
        }
        catch (UnreachableConversationException e)
        {
            // It was removed from there meanwhile: there is nobody to be told.
            Log.Unreachable(_log, asker.RequestId, e.Message);
            return Fine;
        }
        catch (Exception e) when (e is SlackException or BusyConversationException)
        {
            Log.NotAnswered(_log, asker.RequestId, e);
            return failed?.Invoke(Unwell) ?? Later;
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            var reference = Guid.NewGuid().ToString("N")[..8];
            Log.Broken(_log, asker.RequestId, reference, e);
            return failed?.Invoke(Broken + reference) ?? new ChatAnswer(500);
        }
    }

    /// <summary>Slack reads no answer to a press: what there is to say of it is said at its address.</summary>
    private async Task<ChatAnswer> SayAsync(Task<ChatAnswer> answer, SlackAsker asker, WayBack? back, CancellationToken cancellationToken)
    {
        var pressed = await answer;
        if (back is not null) await FollowAsync(Task.FromResult(pressed), asker, said => back.TryAnswerAsync(said.Json, cancellationToken));
        return Fine;
    }

    private async Task FollowAsync(Task<ChatAnswer> answer, SlackAsker asker, Func<ChatAnswer, Task> tellAsync)
    {
        try
        {
            if (await answer is { Json.IsEmpty: false } told) await tellAsync(told);
        }
        // Nobody waits for this any more.
        catch (Exception e)
        {
            Log.NotAnswered(_log, asker.RequestId, e);
        }
    }

    private static ChatAnswer Line(string text) => new(200, SlackMessage.Line(text));

    private static ChatAnswer Challenge(string challenge) => new(200, JsonBody.Write(json => json.WriteString("challenge", challenge)));

    private ChatAnswer Refuse(string why, ChatAnswer answer)
    {
        Log.BadRequest(_log, why);
        return answer;
    }
}
