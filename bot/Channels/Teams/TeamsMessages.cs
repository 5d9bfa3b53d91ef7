using System.Diagnostics;
using ChatOps.Bot.Cards;

namespace ChatOps.Bot.Channels.Teams;

/// <summary>What people write, and what a client that knows no Action.Execute sends as a message.</summary>
internal sealed class TeamsMessages(TeamsPeople people, TeamsPlaces places, Answers answers, TeamsReplies replies)
{
    private const string OnlyAlone = "I can tell you that in a personal chat only. Add me there (Apps, then my name), and ask again.";

    private const string Edited = "I do not act on edited messages. Send it as a new one.";

    public async Task HandleAsync(Incoming incoming, CancellationToken cancellationToken)
    {
        // Two bots would go on for ever.
        if (incoming.From.StartsWith("28:", StringComparison.Ordinal)) return;
        switch (await people.IdentifyAsync(incoming, cancellationToken))
        {
            case Identity<TeamsPerson>.Nobody nobody:
                await replies.SayAsync(incoming, ErrorCard.Mistake(nobody.Sentence), cancellationToken);
                break;
            case Identity<TeamsPerson>.Known known:
                await places.RememberAsync(incoming, cancellationToken);
                await AnswerAsync(new TeamsQuestion(incoming, known.Person, places.Name(incoming, known.Person)), cancellationToken);
                break;
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>Whoever edits a command may believe that it is carried out anew.</summary>
    public async Task HandleEditAsync(Incoming incoming, CancellationToken cancellationToken)
    {
        if (incoming.Activity.ChannelData?.EventType != "editMessage") return;
        if (await people.IdentifyAsync(incoming, cancellationToken) is Identity<TeamsPerson>.Known)
            await replies.SayAsync(incoming, ErrorCard.Mistake(Edited), cancellationToken);
    }

    private async Task AnswerAsync(TeamsQuestion question, CancellationToken cancellationToken)
    {
        var activity = question.Incoming.Activity;
        var reply = (activity.Value is { } value ? Press.Read(null, value) : null) switch
        {
            Press.Say said => await answers.AnswerAsync(question, said.Text, cancellationToken),
            Press.Fill filled => await answers.FillAsync(question, filled.Command, filled.Values, cancellationToken),
            _ => await answers.AnswerAsync(question, ActivityText.Of(activity), cancellationToken),
        };
        if (await replies.TellAsync(question, reply, cancellationToken) == Told.Nowhere)
            await replies.SayAsync(question.Incoming, ErrorCard.Mistake(OnlyAlone), cancellationToken);
    }
}
