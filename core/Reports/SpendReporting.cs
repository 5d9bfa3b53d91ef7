using System.Collections.Immutable;
using ChatOps.Core.Metering;
using ChatOps.Core.People;
using ChatOps.Core.Savings;
using ChatOps.Core.State;
using ChatOps.Core.Utilization;

namespace ChatOps.Core.Reports;

/// <summary>Makes reports at the moment of the question. Of what was used no more than the sums of some teams is in memory at a time.</summary>
public sealed class SpendReporting(
    CostReader costs, UtilizationReader utilization, SavingsReader savings, LaunchReader launches, MachineStore machines, LivePolicy policy)
{
    public async Task<SpendReport> OfAsync(Team team, CostPeriod period, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rules = policy.Now;
        var live = await machines.OfTeamAsync(team.Name, cancellationToken);
        var (report, _, spent) = await ReadAsync([team.Name], period, rules.ZoneOf(team), now, cancellationToken);
        return report with
        {
            Team = team,
            Title = team.Title,
            Month = MonthSpend.Of(report.Month.Month, spent.Sum(line => line.Amount), rules.LimitsOf(team, now).MonthlyBudget, live, now),
            Launches = await launches.OfTeamsAsync([team.Name], period.Begin, period.End, cancellationToken),
        };
    }

    /// <summary>Of all teams that there are or were, with days and months where the organisation is.</summary>
    public async Task<SpendReport> OfAllAsync(CostPeriod period, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (rules, names) = (policy.Now, await costs.TeamsAsync(cancellationToken));
        var live = await machines.LiveAsync(cancellationToken).ToListAsync(cancellationToken);
        var parts = await TeamParts.ReadAsync(names, (some, token) => ReadAsync(some, period, rules.TimeZone, now, token), cancellationToken);
        var month = SpendReport.MonthOf(period, rules.TimeZone);
        var used = parts.SelectMany(part => part.Used).ToDictionary(line => line.Name);
        var spent = parts.SelectMany(part => part.Spent).ToDictionary(line => line.Name);
        var teams = names.Select(name => Of(name, rules.Team(name))).ToList();
        var most = rules.Teams.All(team => MostOf(team) is not null) ? rules.Teams.Sum(MostOf) : null;
        var whole = MonthSpend.Of(month, teams.Sum(team => team.Month.Spent), most, live, now);
        return SpendReport.Together(rules.Organisation, whole, [.. parts.Select(part => part.Report)]) with
        {
            Teams = [.. teams.Where(team => team.Month.Spent > 0 || team.Spent.Machines > 0)
                .OrderByDescending(team => team.Spent.Amount).ThenByDescending(team => team.Month.Spent).ThenBy(team => team.Title, StringComparer.Ordinal)],
            Launches = await launches.OfTeamsAsync(names, period.Begin, period.End, cancellationToken),
        };

        decimal? MostOf(Team team) => rules.LimitsOf(team, now).MonthlyBudget;

        TeamSpend Of(string name, Team? team)
        {
            var none = CostLine.Sum(name, rules.Currency, []);
            var own = spent.GetValueOrDefault(name, none).Amount;
            var months = MonthSpend.Of(month, own, team is null ? null : MostOf(team), live.Where(machine => machine.Team == name), now);
            return new TeamSpend(team?.Title ?? name, used.GetValueOrDefault(name, none), months);
        }
    }

    /// <summary>All that is read of the ledger is read once, for as far back as any of it is needed.</summary>
    private async Task<Part> ReadAsync(
        IReadOnlyCollection<string> teams, CostPeriod period, TimeZoneInfo zone, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (month, from) = (SpendReport.MonthOf(period, zone), SpendReport.ReadFrom(period, zone));
        var all = await costs.OfTeamsAsync(teams, new[] { from, SavingsReader.ReadFrom(month.Begin) }.Min(), now, cancellationToken);
        var sheet = all.Within(from, now);
        var spent = sheet.Within(month.Begin, month.End).By(record => record.Team);
        var report = SpendReport.Of("", period, sheet, zone, new MonthSpend(month, spent.Sum(line => line.Amount), null, null)) with
        {
            Saved = await savings.OfAsync(all, teams, month.Begin, period.End, now, cancellationToken),
        };
        if (utilization.IsMeasuring) report = report.With(await utilization.OfAsync(sheet.Within(from, period.End), cancellationToken), zone);
        return new Part(report, sheet.Within(period.Begin, period.End).By(record => record.Team), spent);
    }

    /// <summary>What some teams come to.</summary>
    /// <param name="Used">In the period, by team.</param>
    /// <param name="Spent">In the month, by team.</param>
    private sealed record Part(SpendReport Report, ImmutableArray<CostLine> Used, ImmutableArray<CostLine> Spent);
}
