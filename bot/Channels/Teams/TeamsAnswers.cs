using System.Collections.Immutable;
using ChatOps.Bot.Cards;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Channels.Teams;

/// <summary>Has the bot answer what was typed, or what a button or a form says.</summary>
internal sealed class TeamsAnswers(ChatBot bot, SentCards sent)
{
    public async Task<Reply> AnswerAsync(Question question, string text, CancellationToken cancellationToken)
    {
        // Whoever is the first to show the card that this makes, also another program, shows it in the thread where it was asked for.
        var card = CardViews.KeyOf(question.Incoming.RequestId);
        var isInThread = !question.Conversation.IsDirect && question.Incoming.Spot.IsThread;
        if (isInThread) await sent.KeepThreadAsync(question.Conversation, card, question.Incoming.Spot.Conversation, cancellationToken);
        var reply = await SayAsync(question, text, question.Incoming.RequestId, cancellationToken);
        if (isInThread && reply.Key != card) await sent.FreeThreadAsync(question.Conversation, card, cancellationToken);
        return reply;
    }

    /// <summary>A form is drawn anew to know its fields: what comes with it is from outside.</summary>
    public async Task<Reply> FillAsync(Question question, Press.Fill fill, CancellationToken cancellationToken)
    {
        var opened = await SayAsync(question, fill.Command, $"{question.Incoming.RequestId}:form", cancellationToken);
        if (opened.Card.Form is not { } form) return opened;
        try
        {
            // Clients add inputs of their own.
            var values = fill.Values.Where(value => form.Fields.Any(field => field.Name == value.Key)).ToImmutableDictionary();
            return await AnswerAsync(question, LaunchForm.Say(form, values), cancellationToken);
        }
        catch (UserError e)
        {
            return Reply.Private(ErrorCard.Mistake(e.Message));
        }
    }

    private Task<Reply> SayAsync(Question question, string text, string id, CancellationToken cancellationToken) =>
        bot.AnswerAsync(new ChatRequest(id, question.Person, question.Conversation, text), cancellationToken);
}
