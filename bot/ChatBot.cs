using System.Collections.Immutable;
using ChatOps.Bot.Cards;
using ChatOps.Bot.Commands;
using ChatOps.Core.Words;
using Microsoft.Extensions.Logging;

namespace ChatOps.Bot;

/// <summary>Answers one request. A mistake is answered to the one who made it; a bug with a reference that the log has too.</summary>
public sealed class ChatBot(ImmutableArray<ICommand> commands, TimeZoneInfo zone, TimeProvider time, ILogger<ChatBot> log)
{
    public async Task<Reply> AnswerAsync(ChatRequest request, CancellationToken cancellationToken)
    {
        using var scope = Log.Answering(log, request.Id);
        try
        {
            var (command, words) = CommandParser.Parse(request.Text, commands, request.Person.IsAdmin)
                ?? CommandParser.Parse("help", commands)
                ?? throw new InvalidOperationException("There is no help command.");
            return await command.RunAsync(new CommandCall(request, words, new Clock(time.GetUtcNow(), zone)), cancellationToken);
        }
        catch (UserError e)
        {
            return Reply.Mistaken(e);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            var reference = Guid.NewGuid().ToString("N")[..8];
            Log.Broken(log, request.Id, request.Person.Email, reference, e);
            return Reply.Private(ErrorCard.Bug(reference));
        }
    }
}
