using ChatOps.Core.Actuals;
using ChatOps.Core.Machines;

namespace ChatOps.Tests.Core.Actuals;

/// <summary>An Azure that bills what a test wants.</summary>
internal sealed class FakeActualCosts : IActualCosts
{
    public List<ActualCost> Costs { get; } = [];

    /// <summary>What it answers with instead; null for costs.</summary>
    public CloudFault? Fault { get; set; }

    public List<(DateOnly From, DateOnly To)> Asked { get; } = [];

    public Task<IReadOnlyList<ActualCost>> ReadAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        Asked.Add((from, to));
        if (Fault is { } fault) throw new CloudFaultException(fault);
        return Task.FromResult<IReadOnlyList<ActualCost>>([.. Costs.Where(cost => cost.Day >= from && cost.Day <= to)]);
    }
}
