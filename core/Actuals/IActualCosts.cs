namespace ChatOps.Core.Actuals;

/// <summary>The port to what Azure bills for the machines. It comes late, and is corrected for days.</summary>
public interface IActualCosts
{
    /// <summary>What is known by now. A team may have several amounts of a day, in several currencies; a day without any has no rows.</summary>
    /// <param name="from">The first day, as UTC has it.</param>
    /// <param name="to">The last day: 31 of them at most.</param>
    /// <exception cref="Machines.CloudFaultException">Azure could not be asked.</exception>
    Task<IReadOnlyList<ActualCost>> ReadAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken);
}

/// <param name="Day">As UTC has it.</param>
/// <param name="Team">As the resource's tag says; null for what has none.</param>
/// <param name="Currency">ISO 4217; the agreement's, which need not be the policy's.</param>
public sealed record ActualCost(DateOnly Day, string? Team, string Currency, decimal Amount);
