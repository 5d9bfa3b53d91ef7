using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ChatOps.Core.Audit;
using ChatOps.Core.People;

namespace ChatOps.Core.Approvals;

/// <summary>The new row of a request, what is recorded with it, and whom to tell.</summary>
public sealed record RequestStep(ApprovalRequest Request, DateTimeOffset Now)
{
    public ImmutableArray<AuditEntry> Entries { get; init; } = [];
    public ImmutableArray<RequestMessage> Messages { get; init; } = [];

    /// <summary>Recorded, and all its cards brought up to date.</summary>
    /// <param name="who">E-mail; null for the product itself.</param>
    /// <param name="where">Where it was said; null where nobody said it.</param>
    public RequestStep Record(string outcome, string? who, Conversation? where, string? reason) => this with
    {
        Entries = Entries.Add(new AuditEntry
        {
            Id = $"request-{Request.Id}-{Request.Seq + Entries.Length + 1:D8}",
            At = Now,
            Who = who,
            Channel = where?.Key,
            Action = $"request {outcome}",
            On = $"request {Request.Id.Short}",
            Machine = (Request.End?.Machine ?? Request.Change?.Machine)?.Value,
            Team = Request.Team,
            Outcome = Request.What,
            Reason = reason,
        }),
        Messages = [.. Messages.Where(message => message.Notice != RequestNotice.CardsChanged), new RequestMessage(RequestNotice.CardsChanged, Now)],
    };

    /// <summary>The requester is told by a message of its own how it ended.</summary>
    public RequestStep Tell() => this with { Messages = Messages.Add(new RequestMessage(RequestNotice.Ended, Now)) };
}

/// <summary>A row of the outbox: it says what it is about, not what it says, so it may be sent late or twice.</summary>
public sealed record RequestMessage(RequestNotice Notice, DateTimeOffset At);

[JsonConverter(typeof(JsonStringEnumConverter<RequestNotice>))]
public enum RequestNotice
{
    /// <summary>Bring all cards of the request up to date, wherever they are.</summary>
    CardsChanged,
    /// <summary>Tell the requester how it ended.</summary>
    Ended,
}
