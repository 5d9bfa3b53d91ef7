using ChatOps.Bot.Cards;
using ChatOps.Bot.Channels.Slack.Api;
using ChatOps.Bot.Rendering;

namespace ChatOps.Bot.Channels.Slack;

/// <summary>Brings answers to where they belong.</summary>
internal sealed class SlackReplies(SlackClient slack, SlackChannel channel, SlackDrawing drawing, SlackPeople people, CardViews views)
{
    /// <summary>What is for all, where it was asked; what is for one person, there too, where nobody else sees it.</summary>
    public async Task TellAsync(SlackQuestion question, Reply reply, CancellationToken cancellationToken)
    {
        if (reply.Key is { } key) await ShowAsync(question, key, reply.Card, cancellationToken);
        else if (question.Conversation.IsDirect) await TellAloneAsync(question, reply.Card, cancellationToken);
        else if (reply.Audience == Audience.Person) await WhisperAsync(question, reply.Card, cancellationToken);
        else await SayAsync(question.Spot, reply.Card, cancellationToken);
    }

    /// <summary>A card that exists once.</summary>
    public Task ShowAsync(SlackQuestion question, string key, Card card, CancellationToken cancellationToken) =>
        views.ShowAsync(question, key, card, read => channel.PutAsync(question.Conversation, key, read, cancellationToken));

    /// <summary>In the thread of what was said.</summary>
    public Task SayAsync(Spot spot, Card card, CancellationToken cancellationToken) =>
        drawing.SendAsync(spot.Server, card, key: null, message => slack.SendAsync(spot, SlackMessage.Write(message), cancellationToken));

    /// <summary>To somebody who is nobody here.</summary>
    /// <param name="isAlone">Whether it is the chat with them.</param>
    public Task TellNobodyAsync(Spot spot, string user, bool isAlone, Card card, CancellationToken cancellationToken) =>
        isAlone ? SayAsync(spot, card, cancellationToken) : WhisperAsync(spot, user, card, cancellationToken);

    /// <summary>At the address that the request named, where there is one: it also reaches where the bot is not.</summary>
    /// <param name="isInstead">Whether it takes the place of the message that the button was on.</param>
    /// <returns>False when that is not possible (any more).</returns>
    public async Task<bool> TryAnswerAsync(SlackQuestion question, Card card, bool isForAll, bool isInstead, CancellationToken cancellationToken)
    {
        if (question.Back is not { } back) return false;
        var isTaken = false;
        await drawing.SendAsync(question.Member.Workspace, card, key: null, async message =>
            isTaken = await back.TryAnswerAsync(SlackMessage.Answer(message, isForAll, question.Spot.Thread, isInstead), cancellationToken));
        return isTaken;
    }

    /// <summary>The answer to a command in the response itself, if it is sure to be taken.</summary>
    /// <returns>Null when it is not.</returns>
    public byte[]? Draw(SlackQuestion question, Card card, bool isForAll) =>
        drawing.Draw(question.Member.Workspace, card) is { } message ? SlackMessage.Answer(message, isForAll) : null;

    /// <summary>The same with blocks that every workspace takes.</summary>
    public static byte[] DrawBasic(Card card, bool isForAll) =>
        SlackMessage.Answer(BlockKitRenderer.Render(card, new BlockKitPlace { Level = BlockKitLevel.Basic }), isForAll);

    /// <summary>To one person, where others are; where that cannot be, in the chat with the person.</summary>
    private async Task WhisperAsync(SlackQuestion question, Card card, CancellationToken cancellationToken)
    {
        try
        {
            await WhisperAsync(question.Spot, question.Member.User, card, cancellationToken);
        }
        catch (UnreachableConversationException)
        {
            await SayInChatAsync(question.Member, card, cancellationToken);
        }
    }

    private Task WhisperAsync(Spot spot, string user, Card card, CancellationToken cancellationToken) =>
        drawing.SendAsync(spot.Server, card, key: null, message => slack.WhisperAsync(spot, user, SlackMessage.Write(message), cancellationToken));

    private async Task TellAloneAsync(SlackQuestion question, Card card, CancellationToken cancellationToken)
    {
        if (question.Where.IsHere) await SayAsync(question.Spot, card, cancellationToken);
        // There the bot may not be, and somebody else is.
        else if (!await TryAnswerAsync(question, card, isForAll: false, isInstead: false, cancellationToken))
            await SayInChatAsync(question.Member, card, cancellationToken);
    }

    private async Task SayInChatAsync(SlackPerson member, Card card, CancellationToken cancellationToken)
    {
        var (_, chat) = await people.ChatAsync(member, cancellationToken);
        await SayAsync(new Spot(member.Workspace, chat), card, cancellationToken);
    }
}
