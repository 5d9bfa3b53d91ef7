using ChatOps.Core.Approvals;
using ChatOps.Core.Metering;
using ChatOps.Core.Words;

namespace ChatOps.Core.Savings.Rules;

/// <summary>What was asked for and denied, left to expire, or approved for less: what was planned, less what was given.</summary>
internal static class Requests
{
    /// <summary>Who gets it within that time after all has not been kept from it.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromHours(24);

    /// <summary>To be set up and stopped takes time beyond a lease.</summary>
    private static readonly TimeSpan Spare = TimeSpan.FromHours(1);

    public static IEnumerable<Saving> Of(SavingCase c) =>
        from request in c.Requests
        where request.EndedAt >= c.Begin && request.EndedAt < c.End
        let saved = request.State switch
        {
            RequestState.Granted when request.Less is { } less => Less(c, request, less),
            RequestState.Denied or RequestState.Expired when !IsAskedAgain(c, request) => Denied(c, request),
            _ => null,
        }
        where saved is { Amount: > 0 }
        select new Saving(SavingRule.Requests, request.Team, request.EndedAt, null, saved.Value);

    /// <summary>
    /// For fewer hours, or fewer GPUs. Where spot capacity was made the condition the hours alone count: the price is spot capacity's to count.
    /// What it ran beyond what was given is taken off.
    /// </summary>
    private static Money? Less(SavingCase c, EndedRequest request, Offer less)
    {
        var saved = less.Spot == request.Asked.Spot
            ? Difference.Of(request.Asked.Total, less.Total)
            : less.PerHour * (request.Asked.Paid - less.Paid);
        var beyond = Ran(c, request, request.EndedAt - SavingCase.Back, request.EndedAt + SavingCase.Ahead) - less.Lease - Spare;
        return beyond <= TimeSpan.Zero ? saved : Difference.Of(saved, less.PerHour * beyond);
    }

    /// <summary>
    /// A launch or a start that never was. An extension counts less what the machine still ran on. What a machine costs that was to become another size
    /// would have to be taken off, which nobody has written down: that is not counted.
    /// </summary>
    private static Money? Denied(SavingCase c, EndedRequest request) => request.Kind switch
    {
        AskedKind.Launch or AskedKind.Start => HasGotIt(c, request) ? null : request.Asked.Total,
        AskedKind.Extend => request.Asked.PerHour * (request.Asked.Paid - Ran(c, request, request.EndedAt, request.EndedAt + Soon)),
        _ => null,
    };

    /// <summary>Then it is that request that counts, or does not.</summary>
    private static bool IsAskedAgain(SavingCase c, EndedRequest request) => c.Requests.Any(other =>
        other.Id != request.Id && other.Requester == request.Requester && other.Asked.Size == request.Asked.Size
        && other.AskedAt > request.AskedAt && other.AskedAt <= request.EndedAt + Soon && other.EndedAt <= request.EndedAt + SavingCase.Ahead);

    /// <summary>The same person had a machine of that size started, while it was waited for or soon after.</summary>
    private static bool HasGotIt(SavingCase c, EndedRequest request) => c.Records.Any(record =>
        record.Kind == UsageKind.Compute && record.Owner == request.Requester && record.Size == request.Asked.Size
        && record.From > request.AskedAt && record.From <= request.EndedAt + Soon && !GoesOn(c, record));

    /// <summary>Only cut, where a month begins.</summary>
    private static bool GoesOn(SavingCase c, UsageRecord record) =>
        c.Records.Any(before => before.Machine == record.Machine && before.Kind == record.Kind && before.To == record.From);

    /// <summary>How long its machine was billed between two moments, in the stretches that reach beyond its end.</summary>
    private static TimeSpan Ran(SavingCase c, EndedRequest request, DateTimeOffset begin, DateTimeOffset end) => c.Records
        .Where(record => record.Machine == request.Machine && record.Kind == UsageKind.Compute && record.To > request.EndedAt)
        .Aggregate(TimeSpan.Zero, (sum, record) => sum + (record.Within(begin, end)?.Billed ?? TimeSpan.Zero));
}
