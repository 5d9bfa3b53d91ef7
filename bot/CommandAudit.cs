using System.Security.Cryptography;
using System.Text;
using ChatOps.Bot.Cards;
using ChatOps.Bot.Commands;
using ChatOps.Core.Audit;
using ChatOps.Core.Machines;
using ChatOps.Core.State;
using Microsoft.Extensions.Logging;

namespace ChatOps.Bot;

/// <summary>What somebody said and what became of it.</summary>
/// <param name="At">When it came.</param>
public sealed record SaidCommand(ChatRequest Request, DateTimeOffset At)
{
    /// <summary>Of the command; null when it was none.</summary>
    public CommandSyntax? Syntax { get; init; }
    /// <summary>Null when they were not understood.</summary>
    public CommandWords? Words { get; init; }
    /// <summary>Null when there was none but a mistake or a bug.</summary>
    public Reply? Reply { get; init; }
    public string Outcome { get; init; } = "done";
    public string? Reason { get; init; }
}

/// <summary>
/// Has the audit know of each command before it is answered: at once if anything may be different after it, and with the next ones if
/// not. A request that a chat delivers again is one entry. Where the audit cannot be written, people are answered all the same.
/// </summary>
public sealed class CommandAudit(AuditLog audit, MachineStore machines, RequestStore requests, ILogger<CommandAudit> log)
{
    public async Task RecordAsync(SaidCommand said, CancellationToken cancellationToken)
    {
        try
        {
            if (said.Syntax is { Reads: false }) await audit.RecordAsync(Entry(said, await MachineAsync(said, cancellationToken)), cancellationToken);
            else await audit.NoteAsync(Entry(said, machine: null), cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Log.Unaudited(log, said.Request.Id, said.Request.Person.Email, e);
        }
    }

    /// <summary>The one that it was for: whose card the answer is, or that an order has remembered.</summary>
    private async Task<Machine?> MachineAsync(SaidCommand said, CancellationToken cancellationToken)
    {
        var shown = said.Reply?.Key is { } key ? MachineCard.IdOf(key) : null;
        return (shown ?? await requests.FindAsync(said.Request.Id, cancellationToken)) is { } id ? await machines.FindAsync(id, cancellationToken) : null;
    }

    private static AuditEntry Entry(SaidCommand said, Machine? machine)
    {
        var (request, first) = (said.Request, said.Syntax?.Arguments is [var argument, ..] ? said.Words?.Word(argument.Name) : null);
        return new AuditEntry
        {
            Id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(request.Id)))[..32],
            At = said.At,
            Who = request.Person.Email,
            Channel = request.Conversation.Key,
            Action = $"command {said.Syntax?.Name ?? "?"}",
            On = machine?.Name ?? first,
            Machine = machine?.Id.Value ?? IdIn(first),
            Team = machine?.Team ?? TeamOf(request),
            Outcome = said.Outcome,
            Reason = said.Reason ?? said.Words?.Word("reason"),
            Said = request.Text.Trim(),
        };
    }

    /// <summary>A button names its machine so.</summary>
    private static string? IdIn(string? word) =>
        word is not null && word.StartsWith("id:", StringComparison.Ordinal) ? MachineId.Parse(word[3..])?.Value : null;

    /// <summary>The one whose channel this is, else the person's first, as for a launch.</summary>
    private static string? TeamOf(ChatRequest request) =>
        (request.Person.Teams.FirstOrDefault(team => !request.Conversation.IsDirect && team.Channel == request.Conversation.Id)
            ?? request.Person.Teams.FirstOrDefault())?.Name;
}
