using ChatOps.Core.Orders;
using ChatOps.Core.Sizes;
using ChatOps.Core.Words;

namespace ChatOps.Core.Approvals;

/// <summary>What was asked for, on the terms of who approves it: less of it, never more.</summary>
internal static class Less
{
    /// <exception cref="UserError">The terms are more than was asked for.</exception>
    public static LaunchOrder Of(ApprovalRequest request, LaunchOrder order, Terms? terms)
    {
        RequireLess(request, terms);
        var all = Both(request.Terms, terms);
        return order with { Lease = all.Lease ?? order.Lease, Gpus = all.Gpus ?? order.Gpus, Spot = all.Spot || order.Spot };
    }

    /// <inheritdoc cref="Of(ApprovalRequest, LaunchOrder, Terms?)"/>
    public static MachineOrder Of(ApprovalRequest request, MachineOrder order, Terms? terms)
    {
        if (terms is { Gpus: not null } or { Spot: true } || (terms is not null && request.Kind != AskedKind.Extend))
            throw new UserError($"Only an extension can be approved for less, and only for fewer hours. This is to {request.What}.", "gpus");
        RequireLess(request, terms);
        return order with { By = Both(request.Terms, terms).Lease ?? order.By };
    }

    private static void RequireLess(ApprovalRequest request, Terms? terms)
    {
        if (terms?.Lease > request.Offer.Paid)
            throw new UserError($"It was asked for {Durations.Show(request.Offer.Paid)}. Approve it for less, or as it is.", "hours");
        if (terms?.Gpus > SizeCatalog.Get(request.Offer.Size).GpuCount)
        {
            var gpus = Plural.Of(SizeCatalog.Get(request.Offer.Size).GpuCount, "GPU");
            throw new UserError($"It was asked for with {gpus}. Approve it with fewer, or as it is.", "gpus");
        }
    }

    private static Terms Both(Terms? before, Terms? now) =>
        new(now?.Lease ?? before?.Lease, now?.Gpus ?? before?.Gpus, now?.Spot == true || before?.Spot == true);
}
