using ChatOps.Core.Metering;

namespace ChatOps.Core.Actuals;

/// <summary>Puts what was estimated beside what Azure billed, as far as that was read.</summary>
public sealed class Reconciling(CostReader costs, ActualStore actuals)
{
    /// <param name="team">By name; null for all that there are or ever were.</param>
    /// <param name="month">Of UTC's months one that has begun.</param>
    public async Task<Reconciliation> OfAsync(string? team, Month month, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var sheet = await costs.OfTeamsAsync(team is null ? null : [team], month.Begin, month.End < now ? month.End : now, cancellationToken);
        return Reconciliation.Of(month, sheet, await actuals.OfMonthAsync(month.First, cancellationToken), team);
    }
}
