using System.Diagnostics;
using System.Text.Json;
using ChatOps.Bot.Channels.Slack.Api;

namespace ChatOps.Bot.Channels.Slack;

/// <summary>Pressed buttons.</summary>
internal sealed class SlackPresses(
    SlackPeople people, SlackPlaces places, Answers answers, SlackReplies replies, SlackForms forms, SlackHomes homes, CardViews views)
{
    private static readonly ChatAnswer Fine = new(200);

    /// <param name="interaction">A block_actions.</param>
    /// <param name="back">The press's own; null for none.</param>
    /// <returns>What is still to be said of it at its address, if anything.</returns>
    public async Task<ChatAnswer> HandleAsync(Interaction interaction, SlackAsker asker, WayBack? back, CancellationToken cancellationToken)
    {
        // Fields of a form tell when they are changed, if they are asked to; those of ours are not.
        if (interaction.Actions is not [{ Value: { } value }] || Read(value) is not { Say: { } said } pressed) return Fine;
        switch (await people.IdentifyAsync(asker.Workspace, asker.User, cancellationToken))
        {
            case Identity<SlackPerson>.Nobody nobody:
                return new ChatAnswer(200, SlackMessage.Line(nobody.Sentence));
            case Identity<SlackPerson>.Known { Person: var person, Member: var member }:
                var where = interaction.Channel?.Id is { Length: > 0 } channel
                    ? await places.WhereAsync(member, person, channel, interaction.Message?.ThreadTs ?? interaction.Container?.ThreadTs, cancellationToken)
                    : await places.AloneAsync(member, person, cancellationToken);
                var question = new SlackQuestion(asker.RequestId, where, person, member, interaction.TriggerId, back);
                await AnswerAsync(question, said, new PressedCard(pressed.Card, interaction.Container), cancellationToken);
                return Fine;
            default:
                throw new UnreachableException();
        }
    }

    private static PressedValue? Read(string value)
    {
        try
        {
            return JsonSerializer.Deserialize(value, SlackJson.Default.PressedValue);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task AnswerAsync(SlackQuestion question, string said, PressedCard card, CancellationToken cancellationToken)
    {
        var reply = await answers.AnswerAsync(question, said, cancellationToken);
        if (reply.Card.Form is not null && await forms.TryOpenAsync(question, reply.Card, cancellationToken)) return;
        if (reply.IsOnCard && await TryShowAsync(question, reply, card, cancellationToken)) return;
        // In a channel only the one who pressed sees what is for them, also where the bot is not.
        if (reply.Key is null && !question.Conversation.IsDirect && reply.Audience == Audience.Person
            && await replies.TryAnswerAsync(question, reply.Card, isForAll: false, isInstead: false, cancellationToken)) return;
        await replies.TellAsync(question, reply, cancellationToken);
    }

    /// <summary>The pressed card answers by itself; a message for each press would bury it.</summary>
    private async Task<bool> TryShowAsync(SlackQuestion question, Reply reply, PressedCard card, CancellationToken cancellationToken)
    {
        if (card.IsOnHome)
        {
            await homes.PublishAsync(question.Person, question.Member, cancellationToken);
            return true;
        }
        if (card.Key is { } key && await views.FindAsync(key, question.Person, cancellationToken) is { } view)
        {
            await replies.ShowAsync(question, key, view, cancellationToken);
            return true;
        }
        // One that asks, or warns, has done what it was for.
        return await replies.TryAnswerAsync(question, reply.Card, isForAll: !card.IsWhispered, isInstead: true, cancellationToken);
    }

    /// <param name="Key">Null for one that is not edited.</param>
    private sealed record PressedCard(string? Key, InteractionContainer? Container)
    {
        public bool IsOnHome => Container?.Type == "view";

        /// <summary>Only one person sees it.</summary>
        public bool IsWhispered => Container?.IsEphemeral == true;
    }
}
