using System.Diagnostics;
using ChatOps.Bot.Cards;

namespace ChatOps.Bot.Channels.Slack;

/// <summary>What Slack tells of: what is said to the bot, and that it came into a channel or somebody looks at its Home.</summary>
internal sealed class SlackEvents(SlackPeople people, SlackPlaces places, Answers answers, SlackReplies replies, SlackHomes homes)
{
    private const string Edited = "I do not act on edited messages. Send it as a new one.";

    /// <param name="asker">Whose event it is.</param>
    public async Task HandleAsync(EventEnvelope envelope, SlackEvent told, SlackAsker asker, CancellationToken cancellationToken)
    {
        switch (told)
        {
            case { Type: "app_mention", Channel: { } channel } when !IsOurs(told, envelope):
                await places.RememberAsync(asker.Workspace, channel, envelope.IsExtSharedChannel, cancellationToken);
                await AnswerAsync(envelope, told, channel, asker, told.Edited is not null, cancellationToken);
                break;
            case { Type: "message", ChannelType: "im", Channel: { } channel, Subtype: null or "message_changed" } when !IsOurs(told, envelope):
                await AnswerAsync(envelope, told, channel, asker, isEdited: told.Subtype is not null, cancellationToken);
                break;
            case { Type: "app_home_opened", Tab: "home" }:
                await homes.OpenedAsync(asker, cancellationToken);
                break;
            case { Type: "app_home_opened", Tab: "messages" }:
                await WelcomeAsync(asker, cancellationToken);
                break;
            case { Type: "member_joined_channel", Channel: { } channel } when told.User == envelope.BotId:
                await places.RememberAsync(asker.Workspace, channel, envelope.IsExtSharedChannel, cancellationToken);
                if (await places.TryWelcomeAsync(asker.Workspace, channel, cancellationToken))
                    await replies.SayAsync(new Spot(asker.Workspace, channel), WelcomeCard.Build(isDirect: false), cancellationToken);
                break;
        }
    }

    /// <summary>Two bots would go on for ever; and Slack tells the bot of its own edits, and when a link unfolds.</summary>
    private static bool IsOurs(SlackEvent told, EventEnvelope envelope)
    {
        if (told.BotId is not null || told.User == envelope.BotId) return true;
        return told is { Subtype: "message_changed" }
            && (told.Message is not { BotId: null } message || message.User == envelope.BotId || message.Text == told.PreviousMessage?.Text);
    }

    private async Task AnswerAsync(
        EventEnvelope envelope, SlackEvent told, string channel, SlackAsker asker, bool isEdited, CancellationToken cancellationToken)
    {
        var spot = new Spot(asker.Workspace, channel).In(told.ThreadTs ?? told.Message?.ThreadTs);
        switch (await people.IdentifyAsync(asker.Workspace, asker.User, cancellationToken))
        {
            case Identity<SlackPerson>.Nobody nobody:
                await replies.TellNobodyAsync(spot, asker.User, told.ChannelType == "im", ErrorCard.Mistake(nobody.Sentence), cancellationToken);
                break;
            case Identity<SlackPerson>.Known { Person: var person, Member: var member }:
                if (told.ChannelType == "im" && member.Chat != channel)
                    member = await people.ChangeAsync(member, known => known with { Chat = channel }, cancellationToken);
                var where = await places.WhereAsync(member, person, channel, spot.Thread, cancellationToken);
                var question = new SlackQuestion(asker.RequestId, where, person, member);
                var reply = isEdited
                    ? Reply.Private(ErrorCard.Mistake(Edited))
                    : await answers.AnswerAsync(question, SlackMarkup.Of(told.Text ?? "", envelope.BotId), cancellationToken);
                await replies.TellAsync(question, reply, cancellationToken);
                break;
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>The first time that somebody looks at the chat.</summary>
    private async Task WelcomeAsync(SlackAsker asker, CancellationToken cancellationToken)
    {
        var identity = await people.IdentifyAsync(asker.Workspace, asker.User, cancellationToken);
        if (identity is not Identity<SlackPerson>.Known { Member: { IsWelcomed: false } member }) return;
        var isFirst = false;
        (member, var chat) = await people.ChatAsync(member, cancellationToken);
        await people.ChangeAsync(member, known => known with { IsWelcomed = isFirst = !known.IsWelcomed }, cancellationToken);
        if (isFirst) await replies.SayAsync(new Spot(member.Workspace, chat), WelcomeCard.Build(isDirect: true), cancellationToken);
    }
}
