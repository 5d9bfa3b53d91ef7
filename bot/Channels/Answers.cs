using System.Collections.Immutable;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Channels;

/// <summary>Has the bot answer what was typed, or what a button or a form says.</summary>
internal sealed class Answers(ChatBot bot, SentCards sent)
{
    public async Task<Reply> AnswerAsync(Question question, string text, CancellationToken cancellationToken)
    {
        // Whoever is the first to show the card that this makes, also another program, shows it in the thread where it was asked for.
        var card = CardViews.KeyOf(question.RequestId);
        var isInThread = !question.Conversation.IsDirect && question.Spot.IsThread;
        if (isInThread) await sent.KeepThreadAsync(question.Conversation, card, question.Spot.Conversation, cancellationToken);
        var reply = await SayAsync(question, text, question.RequestId, cancellationToken);
        if (isInThread && reply.Key != card) await sent.FreeThreadAsync(question.Conversation, card, cancellationToken);
        return reply;
    }

    /// <summary>A form is drawn anew to know its fields: what comes with it is from outside.</summary>
    /// <param name="command">The word that opens the form.</param>
    /// <param name="filled">By field.</param>
    public async Task<Reply> FillAsync(
        Question question, string command, ImmutableDictionary<string, string> filled, CancellationToken cancellationToken)
    {
        var opened = await SayAsync(question, command, $"{question.RequestId}:form", cancellationToken);
        if (opened.Card.Form is not { } form) return opened;
        try
        {
            // Clients add inputs of their own.
            var values = filled.Where(value => form.Fields.Any(field => field.Name == value.Key)).ToImmutableDictionary();
            return await AnswerAsync(question, form.Say(values), cancellationToken);
        }
        catch (UserError e)
        {
            return Reply.Mistaken(e);
        }
    }

    private Task<Reply> SayAsync(Question question, string text, string id, CancellationToken cancellationToken) =>
        bot.AnswerAsync(new ChatRequest(id, question.Person, question.Conversation, text), cancellationToken);
}
