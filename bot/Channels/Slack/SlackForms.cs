using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using ChatOps.Bot.Cards;
using ChatOps.Bot.Channels.Slack.Api;
using ChatOps.Bot.Rendering;
using Microsoft.Extensions.Logging;

namespace ChatOps.Bot.Channels.Slack;

/// <summary>Forms over the window: opened by a command or a button, and sent.</summary>
internal sealed class SlackForms(SlackClient slack, SlackPeople people, SlackPlaces places, Answers answers, SlackReplies replies, ILogger log)
{
    /// <summary>Of what stands under a field.</summary>
    private const int LongestError = 300;

    /// <returns>False when it could not be opened: the trigger may have been too old.</returns>
    public async Task<bool> TryOpenAsync(SlackQuestion question, Card card, CancellationToken cancellationToken)
    {
        if (question.Trigger is not { } trigger || card.Form is not { } form) return false;
        var place = new FormPlace(form.Command, Spot.WithoutThread(question.Spot.Conversation), question.Spot.Thread);
        var modal = BlockKitRenderer.Modal(card, JsonSerializer.Serialize(place, SlackJson.Default.FormPlace));
        try
        {
            await slack.OpenAsync(question.Member.Workspace, trigger, modal, cancellationToken);
            return true;
        }
        catch (Exception e) when (e is SlackException or UnreachableConversationException or BusyConversationException)
        {
            Log.NotAnswered(log, question.RequestId, e);
            return false;
        }
    }

    /// <summary>A form was sent. What is wrong in it stands under its fields, and it stays open.</summary>
    /// <param name="interaction">A view_submission.</param>
    public async Task<ChatAnswer> SubmitAsync(Interaction interaction, SlackAsker asker, CancellationToken cancellationToken)
    {
        if (PlaceOf(interaction.View) is not { Command: { } command } place || interaction.View is not { } view) return new ChatAnswer(400);
        switch (await people.IdentifyAsync(asker.Workspace, asker.User, cancellationToken))
        {
            case Identity<SlackPerson>.Nobody nobody:
                return Errors(view.Filled(), null, nobody.Sentence);
            case Identity<SlackPerson>.Known { Person: var person, Member: var member }:
                var where = place.Channel is { } channel
                    ? await places.WhereAsync(member, person, channel, place.Thread, cancellationToken)
                    : await places.AloneAsync(member, person, cancellationToken);
                var question = new SlackQuestion(asker.RequestId, where, person, member);
                var reply = await answers.FillAsync(question, command, view.Filled(), cancellationToken);
                if (reply.Mistake is { } mistake) return Errors(view.Filled(), mistake.Field, mistake.Message);
                await replies.TellAsync(question, reply, cancellationToken);
                return new ChatAnswer(200);
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>It took so long that the form is closed: what would have stood in it is said in the chat.</summary>
    public async Task TellLateAsync(ChatAnswer answer, SlackAsker asker, CancellationToken cancellationToken)
    {
        if (answer.Json.IsEmpty || await people.IdentifyAsync(asker.Workspace, asker.User, cancellationToken) is not Identity<SlackPerson>.Known known) return;
        using var said = JsonDocument.Parse(answer.Json);
        var (member, chat) = await people.ChatAsync(known.Member, cancellationToken);
        foreach (var error in said.RootElement.GetProperty("errors").EnumerateObject())
            await replies.SayAsync(new Spot(member.Workspace, chat), ErrorCard.Mistake($"{error.Value}"), cancellationToken);
    }

    /// <summary>What is said of something that went wrong while a form was sent.</summary>
    public static Func<string, ChatAnswer> Problem(Interaction interaction) => sentence => Errors(interaction.View?.Filled() ?? [], null, sentence);

    /// <summary>A mistake that is in no field of the form stands under the first one.</summary>
    private static ChatAnswer Errors(ImmutableDictionary<string, string> filled, string? field, string message)
    {
        var (under, text) = (field is not null && filled.ContainsKey(field) ? field : filled.Keys.Order(StringComparer.Ordinal).FirstOrDefault(), message);
        if (under is null) return new ChatAnswer(200);
        if (text.Length > LongestError) text = $"{text[..LongestError]}…";
        return new ChatAnswer(200, JsonBody.Write(json =>
        {
            json.WriteString("response_action", "errors");
            json.WriteStartObject("errors");
            json.WriteString(under, text);
            json.WriteEndObject();
        }));
    }

    private static FormPlace? PlaceOf(InteractionView? view)
    {
        try
        {
            return view?.PrivateMetadata is { } metadata ? JsonSerializer.Deserialize(metadata, SlackJson.Default.FormPlace) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>What a form carries to know, when it is sent, where it was opened. It is looked up anew, as anything that comes from outside.</summary>
/// <param name="Command">The word that opens the form.</param>
/// <param name="Channel">Null for the app's Home.</param>
internal sealed record FormPlace(string? Command, string? Channel, string? Thread);
