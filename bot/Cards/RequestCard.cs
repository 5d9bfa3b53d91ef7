using System.Collections.Immutable;
using ChatOps.Core.Approvals;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Cards;

/// <summary>
/// The two cards of a request: one for who asks, where it was asked, and one for whoever may approve it. Pure projections, edited in place:
/// once it has ended, no copy anywhere has a button left.
/// </summary>
public static class RequestCard
{
    private const string AskerStart = "request-";
    private const string ApproverStart = "approval-";

    /// <summary>As many machines as a person looks through.</summary>
    private const int MostMachines = 6;

    public static string AskerKey(RequestId id) => $"{AskerStart}{id}";

    public static string ApproverKey(RequestId id) => $"{ApproverStart}{id}";

    /// <summary>Null for a key of something else.</summary>
    public static (RequestId Id, bool IsForApprovers)? Read(string key)
    {
        var start = key.StartsWith(AskerStart, StringComparison.Ordinal) ? AskerStart
            : key.StartsWith(ApproverStart, StringComparison.Ordinal) ? ApproverStart
            : null;
        return start is not null && MachineId.Parse(key[start.Length..]) is { } id ? (RequestId.Of(id), start == ApproverStart) : null;
    }

    public static Card ForAsker(ApprovalRequest request, Clock clock)
    {
        var card = new Card { Title = AskerTitle(request), Tone = ToneOf(request), Pressers = new Pressers(request.Requester, Team: null) }
            .Add(new CardElement.Facts([.. Facts(request), .. Standing(request, clock)]));
        return request.IsOpen ? card.Add(Why(request)).Add(RequestButtons.Cancel(request)) : card.Add(Outcome(request));
    }

    /// <param name="quotas">Before and after, as of now.</param>
    /// <param name="running">What the team has running, and could be stopped instead.</param>
    public static Card ForApprovers(ApprovalRequest request, ImmutableArray<Quota> quotas, IReadOnlyCollection<Machine> running, Clock clock)
    {
        var asker = Person.HandleOf(request.Requester);
        var card = new Card { Title = ApproverTitle(request, asker), Tone = ToneOf(request), Pressers = new Pressers(Owner: null, request.Team) }
            .Add(new CardElement.Facts(
            [
                new Fact("Who", $"{asker}, team {request.Team}"),
                .. Facts(request),
                .. Standing(request, clock),
            ]));
        if (!request.IsOpen) return card.Add(Outcome(request));
        return card
            .Add(Why(request))
            .Add(quotas.IsEmpty ? null : QuotaTable(quotas))
            .Add(Running(request, running, clock))
            .Add(running.Count == 0 ? null : new CardElement.Text("`stop NAME` stops one of them instead; its disks are kept.", TextStyle.Subtle))
            .Add(RequestButtons.Approve(request))
            .Add(RequestButtons.ApproveForLess(request))
            .Add(RequestButtons.Deny(request));
    }

    /// <summary>What the requester is told, by a message of its own, when it has ended.</summary>
    public static Card Ended(ApprovalRequest request)
    {
        var card = new Card { Title = AskerTitle(request), Tone = ToneOf(request) }.Add(Outcome(request));
        return request is { State: RequestState.Expired or RequestState.Void, Order: { } order }
            ? card.Add(new CardButton("Launch again", $"launch {order.Blueprint}"))
            : card;
    }

    /// <summary>"pytorch-a100 with 4 × A100-80GB-PCIe on spot for 8 h".</summary>
    internal static string Details(ApprovalRequest request)
    {
        var size = Core.Sizes.SizeCatalog.Find(request.Offer.Size)?.Gpus ?? request.Offer.Size;
        return request.Kind switch
        {
            AskedKind.Launch => $"{request.Offer.Blueprint} with {size}{(request.Offer.Spot ? " on spot" : "")} for {Durations.Show(request.Offer.Lease)}",
            AskedKind.Extend => $"{request.Offer.Machine} ({size}) for {Durations.Show(request.Offer.Paid)} more",
            AskedKind.Resize => $"{request.Offer.Machine} as {request.Offer.Size}: {size}",
            AskedKind.Start => $"{request.Offer.Machine} ({size}) for {Durations.Show(request.Offer.Lease)}",
        };
    }

    private static string AskerTitle(ApprovalRequest request) => request.State switch
    {
        RequestState.Waiting => $"Waiting for approval: {request.What}",
        RequestState.Approved or RequestState.Granted => $"{ApprovedBy(request)}: {request.What}",
        RequestState.Denied => $"Denied by {By(request)}: {request.What}",
        RequestState.Expired => $"Nobody decided in time: {request.What}",
        RequestState.Cancelled => $"Cancelled: {request.What}",
        RequestState.Void => $"Not possible any more: {request.What}",
    };

    private static string ApproverTitle(ApprovalRequest request, string asker) =>
        request.State == RequestState.Waiting ? $"{asker} asks to {request.What}" : $"{AskerTitle(request)}, for {asker}";

    private static Tone ToneOf(ApprovalRequest request) => request.State switch
    {
        RequestState.Waiting => Tone.Warning,
        RequestState.Approved or RequestState.Granted => Tone.Good,
        RequestState.Denied or RequestState.Void => Tone.Bad,
        RequestState.Expired or RequestState.Cancelled => Tone.Plain,
    };

    private static IEnumerable<Fact> Facts(ApprovalRequest request)
    {
        yield return new Fact("What", $"{Details(request)}, {request.Offer.Size} in {request.Offer.Region}");
        if (request.Order?.Project is { } project) yield return new Fact("Project", project);
        yield return new Fact("Reason", request.Reason);
        yield return new Fact("Cost", request.Offer is { PerHour: { } price, Total: { } total }
            ? $"{price} per hour, about {total} in all ({PriceWords.Note})"
            : "no price is known for this size; see the Azure price list");
    }

    private static IEnumerable<Fact> Standing(ApprovalRequest request, Clock clock)
    {
        if (!request.Approvals.IsEmpty && request.IsOpen)
            yield return new Fact("Approved", $"by {Listing.And(Approvers(request))}; it takes {request.Count}");
        if (request.IsOpen)
            yield return new Fact("Asked", $"{Listing.And(request.Asked.Select(Person.HandleOf))}; {Until(request, clock)}");
        yield return new Fact("Request", request.Id.Short);
    }

    private static string Until(ApprovalRequest request, Clock clock) => request.IsEscalated
        ? $"it waits until {clock.Until(request.ExpiresAt)}"
        : $"admins too from {clock.Time(request.EscalatesAt)}, it waits until {clock.Until(request.ExpiresAt)}";

    private static CardElement.Text Why(ApprovalRequest request) => new(string.Join('\n', request.Reasons.Select(reason => reason.Text)));

    private static CardElement.Text? Outcome(ApprovalRequest request) => request.State switch
    {
        RequestState.Granted when request.Kind == AskedKind.Launch =>
            new CardElement.Text($"{Said(request)}It is being launched: {Details(request)}. Its lease begins when it runs."),
        RequestState.Granted => new CardElement.Text($"{Said(request)}It is done."),
        RequestState.Approved => new CardElement.Text($"{Said(request)}It is carried out in a moment."),
        RequestState.Void => new CardElement.Text(request.End?.Text ?? "What was asked for is not to be had any more."),
        RequestState.Expired => new CardElement.Text($"{request.End?.Text} Ask again if you still need it.", TextStyle.Subtle),
        _ => request.End?.Text is { } reason ? new CardElement.Text($"“{reason}”") : null,
    };

    private static string Said(ApprovalRequest request) => request.Approvals.LastOrDefault(approval => approval.Reason is not null) is { } approval
        ? $"{Person.HandleOf(approval.By)}: “{approval.Reason}” "
        : "";

    private static string ApprovedBy(ApprovalRequest request) =>
        $"Approved by {Listing.And(Approvers(request))}{(request.Terms is null ? "" : ", for less")}";

    private static IEnumerable<string> Approvers(ApprovalRequest request) => request.Approvals.Select(approval => Person.HandleOf(approval.By));

    private static string By(ApprovalRequest request) => request.End?.By is { } by ? Person.HandleOf(by) : "nobody";

    private static CardElement.Table QuotaTable(ImmutableArray<Quota> quotas) => new(
        ["Limit", "Now", "After", "Of"],
        [.. quotas.Select(quota => ImmutableArray.Create(
            $"{quota.Scope}: {quota.What}", quota.Show(quota.Used), quota.Show(quota.Used + quota.Adds), quota.Show(quota.Most)))]);

    private static CardElement.Table? Running(ApprovalRequest request, IReadOnlyCollection<Machine> running, Clock clock)
    {
        if (running.Count == 0) return null;
        var rows = running
            .OrderByDescending(machine => machine.PerHour?.Amount ?? 0)
            .ThenBy(machine => machine.Name, StringComparer.Ordinal)
            .Take(MostMachines);
        return new CardElement.Table(
            [$"Runs in {request.Team}", "Whose", "GPUs", "Per hour", "Until"],
            [.. rows.Select(machine => ImmutableArray.Create(
                machine.Name,
                Person.HandleOf(machine.Owner),
                machine.Size.Gpus + (machine.Spot ? ", spot" : ""),
                machine.PerHour?.ToString() ?? "?",
                machine.LeaseEndsAt is null ? "–" : clock.Until(Lease.End(machine))))]);
    }
}
