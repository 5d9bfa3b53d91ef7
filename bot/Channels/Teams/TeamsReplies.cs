using ChatOps.Bot.Cards;
using ChatOps.Bot.Channels.Teams.Connector;

namespace ChatOps.Bot.Channels.Teams;

/// <summary>Where an answer was given.</summary>
internal enum Told
{
    /// <summary>Where it was asked.</summary>
    Here,
    /// <summary>In the chat between the person and the bot.</summary>
    InTheirChat,
    /// <summary>It is for the person alone, and there is no such chat.</summary>
    Nowhere,
}

/// <summary>Brings answers to where they belong.</summary>
internal sealed class TeamsReplies(ConnectorClient connector, TeamsChannel channel, TeamsPeople people, CardViews views)
{
    public async Task<Told> TellAsync(TeamsQuestion question, Reply reply, CancellationToken cancellationToken)
    {
        if (reply.Key is { } key)
        {
            await views.ShowAsync(question, key, reply.Card, read => channel.PutAsync(question.Conversation, key, read, cancellationToken));
            return Told.Here;
        }
        if (reply.Audience == Audience.Person && !question.Conversation.IsDirect) return await TellAloneAsync(question, reply.Card, cancellationToken);
        await SayAsync(question.Incoming, reply.Card, cancellationToken);
        return Told.Here;
    }

    /// <summary>In the thread of what was said.</summary>
    public async Task SayAsync(Incoming to, Card card, CancellationToken cancellationToken)
    {
        var message = CardMessage.Write(TeamsChannel.Draw(card), card);
        if (to.Type == ActivityTypes.Message) await connector.ReplyAsync(to.Spot, to.Id, message, cancellationToken);
        else await connector.SendAsync(to.Spot, message, cancellationToken);
    }

    private async Task<Told> TellAloneAsync(TeamsQuestion question, Card card, CancellationToken cancellationToken)
    {
        try
        {
            var chat = await people.ChatWithAsync(question.Person.Email, cancellationToken);
            await SendAsync(question, chat, card, cancellationToken);
            return Told.InTheirChat;
        }
        catch (UnreachableConversationException)
        {
            return Told.Nowhere;
        }
    }

    private async Task SendAsync(TeamsQuestion question, Spot chat, Card card, CancellationToken cancellationToken)
    {
        try
        {
            await connector.SendAsync(chat, CardMessage.Write(TeamsChannel.Draw(card), card), cancellationToken);
        }
        catch (UnreachableConversationException)
        {
            await people.LoseAsync(question.Person.Email, cancellationToken);
            throw;
        }
    }
}
