using ChatOps.Core.Machines;
using ChatOps.Core.Orders;
using ChatOps.Core.People;
using ChatOps.Core.State;
using ChatOps.Core.Words;
using Microsoft.Extensions.Logging;

namespace ChatOps.Core.Approvals;

/// <summary>
/// What happens to requests by itself: what has been approved is carried out, what nobody answers goes to the next level and at last
/// expires. Each can be done again without harm, so that a crash in between is made good by the next sweep.
/// </summary>
public sealed class Granting(
    ApprovalStore store,
    MachineStore machines,
    Launching launching,
    GovernedOrders orders,
    LivePolicy policy,
    TimeProvider time,
    ILogger<Granting> log)
{
    /// <summary>Looks at every request that is due.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        foreach (var id in await store.DueAsync(time.GetUtcNow(), cancellationToken).ToListAsync(cancellationToken))
        {
            try
            {
                await LookAsync(id, cancellationToken);
            }
            // One request's bug does not hold up the others.
            catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                Log.BrokenRequest(log, id, e);
            }
        }
    }

    /// <summary>Carries out an approved request.</summary>
    /// <returns>As it is then; null when there is no such request.</returns>
    public async Task<ApprovalRequest?> GrantAsync(RequestId id, CancellationToken cancellationToken)
    {
        if (await store.GetAsync(id, cancellationToken) is not { Request: { State: RequestState.Approved } request } read)
            return await store.FindAsync(id, cancellationToken);
        var step = await CarryOutAsync(request, cancellationToken);
        // Somebody who was faster has done the very same.
        return await store.SaveAsync(read, step, cancellationToken) ? step.Request : await store.FindAsync(id, cancellationToken);
    }

    /// <summary>Who asked, as the policy has them now; null when they are no longer of the team that it is charged to.</summary>
    public Person? RequesterOf(ApprovalRequest request) =>
        policy.Now.Find(request.Requester) is { } person && (person.IsIn(request.Team) || (request.Change is not null && person.IsAdmin)) ? person : null;

    public static string Left(ApprovalRequest request) => $"{Person.HandleOf(request.Requester)} is no longer in team {request.Team}.";

    private async Task LookAsync(RequestId id, CancellationToken cancellationToken)
    {
        if (await store.GetAsync(id, cancellationToken) is not { Request: var request } read) return;
        if (request.State == RequestState.Approved) await GrantAsync(id, cancellationToken);
        else if (RequestLife.Due(request, policy.Now, time.GetUtcNow()) is { } step) await store.SaveAsync(read, step, cancellationToken);
    }

    private async Task<RequestStep> CarryOutAsync(ApprovalRequest request, CancellationToken cancellationToken)
    {
        try
        {
            // Done before a crash, it stays granted, whatever the policy has become since.
            var machine = await DoneAsync(request, cancellationToken)
                ?? await DoAsync(request, RequesterOf(request) ?? throw new UserError(Left(request)), cancellationToken);
            var last = request.Approvals[^1];
            return RequestLife.End(request, RequestState.Granted, last.By, last.Reason, time.GetUtcNow(), where: null, machine.Id);
        }
        catch (UserError e)
        {
            return RequestLife.End(request, RequestState.Void, null, e.Message, time.GetUtcNow(), where: null);
        }
    }

    /// <summary>The machine, if it was launched, or knows the order, already.</summary>
    private async Task<Machine?> DoneAsync(ApprovalRequest request, CancellationToken cancellationToken)
    {
        if (request.Order is { } order) return await machines.FindAsync(MachineId.FromRequest(order.RequestId), cancellationToken);
        return request.Change is { } change && await machines.FindAsync(change.Machine, cancellationToken) is { } machine
            && machine.Requests.Contains(OrderOf(request)) ? machine : null;
    }

    /// <summary>What the order is called that it leads to.</summary>
    private static string OrderOf(ApprovalRequest request) => $"approved-{request.Id}";

    private async Task<Machine> DoAsync(ApprovalRequest request, Person person, CancellationToken cancellationToken)
    {
        if (request.Order is { } order)
        {
            return await launching.LaunchApprovedAsync(
                person, Less.Of(request, order, terms: null), [.. request.Approvals.Select(approval => approval.By)], cancellationToken);
        }
        var change = Less.Of(request, request.Change ?? throw new InvalidOperationException($"Request {request.Id} is for nothing."), terms: null);
        var approvers = request.Approvals.Select(approval => approval.By);
        return (await orders.CarryOutApprovedAsync(person, request.Kind, change, OrderOf(request), approvers, cancellationToken)).Machine;
    }
}
