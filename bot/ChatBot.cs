using System.Collections.Immutable;
using ChatOps.Bot.Cards;
using ChatOps.Bot.Commands;
using ChatOps.Core.People;
using ChatOps.Core.Words;
using Microsoft.Extensions.Logging;

namespace ChatOps.Bot;

/// <summary>
/// Answers one request, and has the audit know of it. A mistake is answered to the one who made it; a bug with a reference that the log
/// has too.
/// </summary>
public sealed class ChatBot(ImmutableArray<ICommand> commands, LivePolicy policy, TimeProvider time, CommandAudit audit, ILogger<ChatBot> log)
{
    public async Task<Reply> AnswerAsync(ChatRequest request, CancellationToken cancellationToken)
    {
        using var scope = Log.Answering(log, request.Id);
        var (reply, said) = await RunAsync(request, cancellationToken);
        await audit.RecordAsync(said, cancellationToken);
        return reply;
    }

    private async Task<(Reply Reply, SaidCommand Said)> RunAsync(ChatRequest request, CancellationToken cancellationToken)
    {
        var said = new SaidCommand(request, time.GetUtcNow());
        try
        {
            var (command, words) = CommandParser.Parse(request.Text, commands, request.Person)
                ?? CommandParser.Parse("help", commands)
                ?? throw new InvalidOperationException("There is no help command.");
            said = said with { Syntax = command.Syntax, Words = words };
            request.Person.Require(command.Syntax.Needs);
            var reply = await command.RunAsync(new CommandCall(request, words, new Clock(said.At, policy.Now.TimeZone)), cancellationToken);
            return (reply, said with { Reply = reply });
        }
        catch (UserError e)
        {
            return (Reply.Mistaken(e), said with { Outcome = "refused", Reason = e.Message });
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            var reference = Guid.NewGuid().ToString("N")[..8];
            Log.Broken(log, request.Id, request.Person.Email, reference, e);
            return (Reply.Private(ErrorCard.Bug(reference)), said with { Outcome = "failed", Reason = $"A bug, reference {reference}" });
        }
    }
}
