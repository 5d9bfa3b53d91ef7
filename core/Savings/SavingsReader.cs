using System.Collections.Immutable;
using ChatOps.Core.Approvals;
using ChatOps.Core.Machines;
using ChatOps.Core.Metering;
using ChatOps.Core.People;
using ChatOps.Core.State;
using ChatOps.Core.Words;

namespace ChatOps.Core.Savings;

/// <summary>What was saved, read at the moment of the question.</summary>
public sealed class SavingsReader(
    CostReader costs, Ledger ledger, ApprovalStore requests, MachineStore machines, SavingsStore kept, LivePolicy policy)
{
    /// <param name="teams">By name; null for all that there are or ever were.</param>
    /// <param name="end">Not after <paramref name="now"/>.</param>
    public async Task<SavingsSheet> OfTeamsAsync(
        IEnumerable<string>? teams, DateTimeOffset begin, DateTimeOffset end, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var live = await machines.ByTeamAsync(cancellationToken);
        var names = teams?.ToList() ?? await costs.TeamsAsync(live, cancellationToken);
        var savings = await TeamParts.ReadAsync(names, (team, token) => SavingsAsync(team, live[team], begin, end, now, token), cancellationToken);
        return Sheet(begin, end, savings.SelectMany(own => own));
    }

    /// <summary>From when on a sheet must reach for what was saved from a moment on.</summary>
    public static DateTimeOffset ReadFrom(DateTimeOffset begin) => begin - SavingCase.Back;

    /// <param name="used">By the team, from <see cref="ReadFrom"/> until now.</param>
    /// <inheritdoc cref="OfTeamsAsync"/>
    public async Task<SavingsSheet> OfTeamAsync(
        string team, CostSheet used, DateTimeOffset begin, DateTimeOffset end, DateTimeOffset now, CancellationToken cancellationToken) =>
        Sheet(begin, end, await SavingsAsync(team, used, begin, end, now, cancellationToken));

    /// <summary>Since anything was recorded: months that are over as sums, the one that goes on as it is.</summary>
    /// <inheritdoc cref="OfTeamsAsync"/>
    public async Task<SavingsSheet> SinceStartAsync(IEnumerable<string>? teams, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var live = await machines.ByTeamAsync(cancellationToken);
        var names = teams?.ToList() ?? await costs.TeamsAsync(live, cancellationToken);
        var parts = await TeamParts.ReadAsync(names, (team, token) => SinceStartAsync(team, [.. live[team]], now, token), cancellationToken);
        return Sheet(parts.Select(part => part.First).Append(now).Min(), now, parts.SelectMany(part => part.Savings));
    }

    private async Task<(DateTimeOffset First, List<Saving> Savings)> SinceStartAsync(
        string team, IReadOnlyCollection<Machine> live, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (first, savings) = (await FirstAsync(team, live, now, cancellationToken), new List<Saving>());
        var known = await kept.OfAsync(team, cancellationToken);
        for (var month = first; month.Begin < now; month = ledger.MonthOf(team, month.End))
            savings.AddRange(await OfMonthAsync(team, live, month, known.GetValueOrDefault(month.Name), now, cancellationToken));
        return (first.Begin, savings);
    }

    private async Task<IEnumerable<Saving>> OfMonthAsync(
        string team, IReadOnlyCollection<Machine> live, Month month, KeptSavings? known, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (known is null)
        {
            var savings = await SavingsAsync(team, live, month.Begin, month.End < now ? month.End : now, now, cancellationToken);
            // What happens after it may still say of its last hours that they saved nothing.
            if (month.End + SavingCase.Ahead > now) return savings;
            known = new KeptSavings([.. savings.GroupBy(saving => (saving.Rule, saving.Amount.Currency))
                .Select(group => new KeptSum(group.Key.Rule, new Money(group.Sum(saving => saving.Amount.Amount), group.Key.Currency)))]);
            await kept.KeepAsync(team, month.Name, known, cancellationToken);
        }
        return known.Sums.Select(sum => new Saving(sum.Rule, team, month.Begin, null, sum.Amount));
    }

    private async Task<IReadOnlyList<Saving>> SavingsAsync(
        string team, IEnumerable<Machine> live, DateTimeOffset begin, DateTimeOffset end, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var used = await costs.OfTeamAsync(team, live, ReadFrom(begin), Until(end, now), cancellationToken);
        return await SavingsAsync(team, used, begin, end, now, cancellationToken);
    }

    /// <summary>Each team by itself, so that teams add up to all of them.</summary>
    private async Task<IReadOnlyList<Saving>> SavingsAsync(
        string team, CostSheet used, DateTimeOffset begin, DateTimeOffset end, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (from, until) = (ReadFrom(begin), Until(end, now));
        var asked = await requests.EndedAsync(team, from, until, cancellationToken).ToListAsync(cancellationToken);
        return [.. SavingRules.Of(new SavingCase(used.Within(from, until).Records, [.. asked], begin, end))];
    }

    private static DateTimeOffset Until(DateTimeOffset end, DateTimeOffset now) => end + SavingCase.Ahead < now ? end + SavingCase.Ahead : now;

    /// <summary>The first month of which anything may be known.</summary>
    private async Task<Month> FirstAsync(
        string team, IEnumerable<Machine> live, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (recorded, ended) = (await ledger.FirstMonthAsync(team, cancellationToken), await requests.FirstEndedAsync(team, cancellationToken));
        DateTimeOffset[] begins = [now, .. live.Select(machine => machine.LaunchedAt), recorded?.Begin ?? now, ended ?? now];
        return ledger.MonthOf(team, begins.Min());
    }

    private SavingsSheet Sheet(DateTimeOffset begin, DateTimeOffset end, IEnumerable<Saving> savings) =>
        new(begin, end, policy.Now.Currency, [.. savings.Where(saving => saving.Amount.Currency == policy.Now.Currency)]);
}
