using System.Collections.Immutable;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Machines;
using ChatOps.Core.Orders;
using ChatOps.Core.People;
using ChatOps.Core.Prices;
using ChatOps.Core.State;
using ChatOps.Core.Words;

namespace ChatOps.Core.Approvals;

/// <summary>
/// What people say about a request: approve, deny, cancel. Who may is decided here, at the moment of the act. Each decision is one
/// compare-and-swap: of two at the same moment one wins, and the other is shown who.
/// </summary>
public sealed class Approving(
    ApprovalStore store,
    MachineStore machines,
    BlueprintCatalog blueprints,
    Reservations reservations,
    GovernedOrders orders,
    Granting granting,
    LivePolicy policy,
    LivePrices prices,
    TimeProvider time)
{
    private const int Tries = 8;

    /// <summary>The open ones that a person may see, because they asked, may decide, or read for the audit: the oldest first.</summary>
    public async Task<IReadOnlyList<ApprovalRequest>> OpenForAsync(Person person, CancellationToken cancellationToken)
    {
        var open = await store.OpenAsync(cancellationToken).Where(request => MaySee(person, request)).ToListAsync(cancellationToken);
        return [.. open.OrderBy(request => request.AskedAt).ThenBy(request => request.Id.Value, StringComparer.Ordinal)];
    }

    /// <summary>The one that a person means by what they typed: the beginning of its number, or nothing where only one comes into question.</summary>
    /// <param name="fits">Which open ones come into question when nothing was typed.</param>
    /// <exception cref="UserError">None, or more than one, is meant.</exception>
    public async Task<ApprovalRequest> FindAsync(Person person, string? typed, Func<ApprovalRequest, bool> fits, CancellationToken cancellationToken)
    {
        if (typed is null)
        {
            return (await OpenForAsync(person, cancellationToken)).Where(fits).ToList() switch
            {
                [var only] => only,
                [] => throw new UserError("There is no request that waits for you. `requests` shows those that you may see."),
                var several => throw new UserError($"Which one? There are {Listing.And(several.Select(request => request.Id.Short))}; `requests` says more."),
            };
        }
        var found = RequestId.IsBeginning(typed)
            ? await store.BeginningAsync(typed, cancellationToken).Where(request => MaySee(person, request)).ToListAsync(cancellationToken)
            : [];
        return found switch
        {
            [var one] => one,
            // Somebody else's request and none at all look the same from outside.
            [] => throw new UserError($"There is no request {Echo.Name(typed)}. `requests` shows those that you may see."),
            _ => throw new UserError($"More than one request begins with {typed}. Write more of its number: "
                + $"{Listing.Or(found.Select(request => request.Id.Value))}."),
        };
    }

    /// <param name="terms">Less than was asked for; null for all of it.</param>
    /// <exception cref="UserError">This person may not, or the terms are none.</exception>
    public async Task<Decided> ApproveAsync(Decider by, RequestId id, Terms? terms, CancellationToken cancellationToken)
    {
        var decided = await DecideAsync(by, id, (request, now) => ApproveAsync(by, request, terms, now, cancellationToken), cancellationToken);
        return decided.Request.State == RequestState.Approved
            ? decided with { Request = await granting.GrantAsync(id, cancellationToken) ?? decided.Request }
            : decided;
    }

    /// <exception cref="UserError">This person may not.</exception>
    public Task<Decided> DenyAsync(Decider by, RequestId id, CancellationToken cancellationToken) => DecideAsync(by, id, (request, now) =>
    {
        RequireMayDecide(by.Person, request);
        return Task.FromResult<RequestStep?>(RequestLife.Deny(request, by, now));
    }, cancellationToken);

    /// <exception cref="UserError">It is somebody else's.</exception>
    public Task<Decided> CancelAsync(Decider by, RequestId id, CancellationToken cancellationToken) => DecideAsync(by, id, (request, now) =>
    {
        if (by.Person.Email != request.Requester)
            throw new UserError($"{Person.HandleOf(request.Requester)} has asked for it, so that only they can cancel it. "
                + $"You can `deny {request.Id.Short}`.");
        return Task.FromResult<RequestStep?>(RequestLife.Cancel(request, by, now));
    }, cancellationToken);

    private async Task<RequestStep?> ApproveAsync(
        Decider by, ApprovalRequest request, Terms? terms, DateTimeOffset now, CancellationToken cancellationToken)
    {
        RequireMayDecide(by.Person, request);
        if (now >= request.ExpiresAt) return RequestLife.Expire(request, now);
        if (request.Approvals.Any(approval => approval.By == by.Person.Email) && terms is null) return null;
        if (granting.RequesterOf(request) is not { } requester)
            return RequestLife.End(request, RequestState.Void, null, Granting.Left(request), now, by.Where);
        Asked asked;
        try
        {
            asked = await AskedAsync(request, requester, terms, cancellationToken);
        }
        // Whoever presses is not to blame: what was asked for is not to be had any more.
        catch (UserError e) when (terms is null)
        {
            return RequestLife.End(request, RequestState.Void, null, e.Message, now, by.Where);
        }
        var decision = await reservations.LookAsync(request.Requester, asked, cancellationToken);
        // Not for ever: on other terms, or at another time, it can be had.
        if (decision is Decision.Refused { Because: { Rule: PolicyRule.SpotOutsideHours } because }) throw new UserError(because.Text);
        return RequestLife.Approve(request, policy.Now, by, terms, Asking.OfferOf(asked, request.Offer.Machine), decision, now);
    }

    /// <summary>What an approver needs to know besides the request: the limits before and after, and what runs and could be stopped instead.</summary>
    public async Task<Standing> StandingAsync(ApprovalRequest request, CancellationToken cancellationToken)
    {
        var running = (await machines.OfTeamAsync(request.Team, cancellationToken))
            .Where(machine => machine.BilledSince is not null && machine.Id != request.Change?.Machine)
            .ToList();
        try
        {
            if (granting.RequesterOf(request) is not { } requester || policy.Now.Team(request.Team) is not { } team) return new Standing([], running);
            var asked = await AskedAsync(request, requester, terms: null, cancellationToken);
            var usage = await reservations.UsageAsync(team, cancellationToken);
            return new Standing(Quota.Of(policy.Now, team, asked.Owner, usage, asked, time.GetUtcNow()), running);
        }
        catch (UserError)
        {
            // It is not to be had any more, which is told when somebody decides.
            return new Standing([], running);
        }
    }

    public static bool MaySee(Person person, ApprovalRequest request) =>
        request.Requester == person.Email || person.IsAuditor || Approvers.Include(person, request.Team, request.Requester);

    private static void RequireMayDecide(Person person, ApprovalRequest request)
    {
        if (person.Email == request.Requester)
            throw new UserError($"Nobody decides their own request. {Listing.And(request.Asked.Select(Person.HandleOf))} can; "
                + $"you can `cancel {request.Id.Short}`.");
        if (!Approvers.Include(person, request.Team, request.Requester))
            throw new UserError($"Only managers of team {request.Team} and admins decide that. Ask {Listing.Or(request.Asked.Select(Person.HandleOf))}.");
    }

    /// <summary>What is asked for on these terms.</summary>
    private async Task<Asked> AskedAsync(ApprovalRequest request, Person requester, Terms? terms, CancellationToken cancellationToken)
    {
        if (request.Order is { } order)
        {
            var less = Less.Of(request, order, terms);
            return LaunchPlan.Of(blueprints, await prices.NowAsync(cancellationToken), requester, less).AskedBy(requester, less);
        }
        if (request.Change is not { } change || await machines.GetAsync(change.Machine, cancellationToken) is not { Machine: var machine })
            throw new UserError($"{request.Offer.Machine} is gone.");
        return await orders.AskedForAsync(machine, request.Kind, Less.Of(request, change, terms), $"approved-{request.Id}", cancellationToken);
    }

    /// <param name="decide">The step it leads to, or null when it is as decided already.</param>
    private async Task<Decided> DecideAsync(
        Decider by, RequestId id, Func<ApprovalRequest, DateTimeOffset, Task<RequestStep?>> decide, CancellationToken cancellationToken)
    {
        for (var i = 0; i < Tries; i++)
        {
            if (await store.GetAsync(id, cancellationToken) is not { } read) return await EndedAsync(by, id, cancellationToken);
            if (read.Request.Requests.Contains(by.Request)) return new Decided(read.Request, IsNew: true);
            if (read.Request.State == RequestState.Approved) return new Decided(read.Request, IsNew: false);
            if (await decide(read.Request, time.GetUtcNow()) is not { } step) return new Decided(read.Request, IsNew: false);
            if (await store.SaveAsync(read, step, cancellationToken)) return new Decided(step.Request, IsNew: true);
        }
        throw new InvalidOperationException($"Request {id} kept changing while it was decided.");
    }

    /// <summary>Somebody, or time, was faster; or the message that ended it comes again.</summary>
    private async Task<Decided> EndedAsync(Decider by, RequestId id, CancellationToken cancellationToken) =>
        await store.FindAsync(id, cancellationToken) is { } ended
            ? new Decided(ended, ended.Requests.Contains(by.Request))
            : throw new UserError("There is no such request. `requests` shows those that you may see.");
}

/// <param name="Running">What costs at this moment in the team that asks.</param>
public sealed record Standing(ImmutableArray<Quota> Quotas, IReadOnlyList<Machine> Running);

/// <summary>What became of a decision.</summary>
/// <param name="IsNew">False when the request was as decided before; then it says who decided.</param>
public sealed record Decided(ApprovalRequest Request, bool IsNew);
