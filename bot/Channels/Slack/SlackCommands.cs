using System.Diagnostics;
using ChatOps.Bot.Cards;
using ChatOps.Bot.Channels.Slack.Api;
using Microsoft.Extensions.Logging;

namespace ChatOps.Bot.Channels.Slack;

/// <summary>Slash commands. What is known at once stands in the response; a machine's card is posted, because only what is posted can be edited.</summary>
internal sealed class SlackCommands(SlackPeople people, SlackPlaces places, Answers answers, SlackReplies replies, SlackForms forms, ILogger log)
{
    private static readonly ChatAnswer Fine = new(200);

    /// <param name="back">The command's own; null for none.</param>
    public async Task<ChatAnswer> HandleAsync(SlashCommand command, SlackAsker asker, WayBack? back, CancellationToken cancellationToken)
    {
        switch (await people.IdentifyAsync(command.Workspace, command.User, cancellationToken))
        {
            case Identity<SlackPerson>.Nobody nobody:
                return new ChatAnswer(200, SlackMessage.Line(nobody.Sentence));
            case Identity<SlackPerson>.Known { Person: var person, Member: var member }:
                var where = await places.WhereAsync(member, person, command.Channel, thread: null, cancellationToken);
                var question = new SlackQuestion(asker.RequestId, where, person, member, command.TriggerId, back);
                return await AnswerAsync(question, SlackMarkup.Of(command.Text, bot: null), cancellationToken);
            default:
                throw new UnreachableException();
        }
    }

    private async Task<ChatAnswer> AnswerAsync(SlackQuestion question, string text, CancellationToken cancellationToken)
    {
        var reply = await answers.AnswerAsync(question, text, cancellationToken);
        if (reply.Card.Form is not null && await forms.TryOpenAsync(question, reply.Card, cancellationToken)) return Fine;
        if (reply.Key is { } key) return await ShowAsync(question, key, reply.Card, cancellationToken);
        var isForAll = reply.Audience == Audience.Conversation && question.Where.IsHere;
        if (replies.Draw(question, reply.Card, isForAll) is { } drawn) return new ChatAnswer(200, drawn);
        return await TryAnswerAsync(question, reply.Card, isForAll, cancellationToken)
            ? Fine
            : new ChatAnswer(200, SlackReplies.DrawBasic(reply.Card, isForAll));
    }

    /// <summary>Slack says of an answer at its address whether it was taken, and of one in the response it does not.</summary>
    private async Task<bool> TryAnswerAsync(SlackQuestion question, Card card, bool isForAll, CancellationToken cancellationToken)
    {
        try
        {
            return await replies.TryAnswerAsync(question, card, isForAll, isInstead: false, cancellationToken);
        }
        catch (Exception e) when (e is SlackException or UnreachableConversationException or BusyConversationException)
        {
            Log.NotAnswered(log, question.RequestId, e);
            return false;
        }
    }

    private async Task<ChatAnswer> ShowAsync(SlackQuestion question, string key, Card card, CancellationToken cancellationToken)
    {
        try
        {
            await replies.ShowAsync(question, key, card, cancellationToken);
            return question.Where.IsHere ? Fine : Line($"{card.Title}. I am not in this channel, so its card is in our chat. `/invite` me to have it here.");
        }
        // The order is taken, and the outbox shows the card.
        catch (Exception e) when (e is SlackException or UnreachableConversationException or BusyConversationException)
        {
            Log.NotAnswered(log, question.RequestId, e);
            return Line($"{card.Title}. Its card comes as soon as Slack lets me show it.");
        }
    }

    private static ChatAnswer Line(string text) => new(200, SlackMessage.Line(text));
}
