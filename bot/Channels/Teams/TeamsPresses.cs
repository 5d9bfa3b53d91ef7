using System.Diagnostics;
using System.Text.Json;
using ChatOps.Bot.Channels.Teams.Connector;
using Microsoft.Extensions.Logging;

namespace ChatOps.Bot.Channels.Teams;

/// <summary>
/// Pressed buttons, sent forms, and clients that ask for a view of their own:
/// https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model.
/// </summary>
internal sealed class TeamsPresses(
    TeamsPeople people, TeamsPlaces places, Answers answers, TeamsReplies replies, TeamsChannel channel, CardViews views, ILogger log)
{
    private const string ActionExecuted = "adaptiveCard/action";
    private const int NotImplemented = 501;

    private const string AnsweredAlone = "I answered you in our chat.";
    private const string OnlyAlone = "I can answer that in a personal chat only. Add me there (Apps, then my name), and press again.";

    /// <summary>Clients look often, each gets a card, and to look twice does no harm.</summary>
    public static bool IsLook(Incoming incoming) => incoming.Type == ActivityTypes.Invoke && Read(incoming.Activity) is Press.Refresh;

    public async Task<ChatAnswer> HandleAsync(Incoming incoming, CancellationToken cancellationToken)
    {
        if (incoming.Activity.Name != ActionExecuted) return new ChatAnswer(NotImplemented);
        if (Read(incoming.Activity) is not { } press) return CardMessage.Error(400, "BadRequest", "This button is none of mine.");
        var identity = await people.IdentifyAsync(incoming, cancellationToken);
        if (identity is Identity<TeamsPerson>.Nobody nobody)
            return press is Press.Refresh ? CardMessage.Error(400, "Forbidden", nobody.Sentence) : CardMessage.Toast(nobody.Sentence);
        if (identity is not Identity<TeamsPerson>.Known { Person: var person }) throw new UnreachableException();
        var question = new TeamsQuestion(incoming, person, places.Name(incoming, person));
        if (press is Press.Refresh refresh)
            return await ViewAsync(question, refresh.Card, cancellationToken) ?? CardMessage.Error(400, "NotFound", "There is nothing more to see here.");
        await places.RememberAsync(incoming, cancellationToken);
        return await AnswerAsync(question, press, cancellationToken);
    }

    private static Press? Read(Activity activity)
    {
        try
        {
            return activity.Value is { ValueKind: JsonValueKind.Object } value
                && value.Deserialize(TeamsJson.Default.InvokeValue) is { Action: { Verb: { } verb, Data: { } data } }
                    ? Press.Read(verb, data)
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<ChatAnswer> AnswerAsync(TeamsQuestion question, Press press, CancellationToken cancellationToken)
    {
        var reply = press switch
        {
            Press.Say said => await answers.AnswerAsync(question, said.Text, cancellationToken),
            Press.Fill filled => await answers.FillAsync(question, filled.Command, filled.Values, cancellationToken),
            _ => throw new UnreachableException(),
        };
        var pressed = (press as Press.Say)?.Card;
        // The pressed card answers by itself; a message for each press would bury it.
        if (reply.IsOnCard && await ViewAsync(question, pressed, cancellationToken) is { } changed) return changed;
        var toast = await TellAsync(question, reply, cancellationToken);
        if (toast is null && await ViewAsync(question, pressed, cancellationToken) is { } view) return view;
        return CardMessage.Toast(toast ?? reply.Card.Title);
    }

    /// <returns>What must be said for a moment; null when everything is said.</returns>
    private async Task<string?> TellAsync(TeamsQuestion question, Reply reply, CancellationToken cancellationToken)
    {
        try
        {
            return await replies.TellAsync(question, reply, cancellationToken) switch
            {
                Told.Here => null,
                Told.InTheirChat => AnsweredAlone,
                Told.Nowhere => OnlyAlone,
            };
        }
        // It is done, and a press is not delivered again.
        catch (Exception e) when (e is ConnectorException or UnreachableConversationException or BusyConversationException)
        {
            Log.NotPosted(log, question.Incoming.Id, e);
            return reply.Card.Title;
        }
    }

    /// <param name="card">Null for a card that is not known by a key.</param>
    private async Task<ChatAnswer?> ViewAsync(TeamsQuestion question, string? card, CancellationToken cancellationToken) =>
        card is not null && await views.FindAsync(card, question.Person, cancellationToken) is { } view
            ? CardMessage.Shown(await channel.DrawAsync(question.Conversation, card, view, question.Person, cancellationToken))
            : null;
}
