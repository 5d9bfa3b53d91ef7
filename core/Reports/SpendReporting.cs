using System.Collections.Immutable;
using ChatOps.Core.Metering;
using ChatOps.Core.People;
using ChatOps.Core.Savings;
using ChatOps.Core.State;
using ChatOps.Core.Utilization;

namespace ChatOps.Core.Reports;

/// <summary>Makes reports at the moment of the question.</summary>
public sealed class SpendReporting(
    CostReader costs, UtilizationReader utilization, SavingsReader savings, LaunchReader launches, MachineStore machines, LivePolicy policy)
{
    public async Task<SpendReport> OfAsync(Team team, CostPeriod period, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (rules, zone) = (policy.Now, policy.Now.ZoneOf(team));
        var sheet = await costs.OfTeamsAsync([team.Name], SpendReport.ReadFrom(period, zone), now, cancellationToken);
        var live = await machines.OfTeamAsync(team.Name, cancellationToken);
        var (month, most) = (SpendReport.MonthOf(period, zone), rules.LimitsOf(team, now).MonthlyBudget);
        var spent = sheet.Within(month.Begin, month.End).Total.Amount;
        var report = SpendReport.Of(team.Title, period, sheet, zone, MonthSpend.Of(month, spent, most, live, now)) with { Team = team };
        return await WithMoreAsync(report, [team.Name], sheet, zone, now, cancellationToken);
    }

    /// <summary>Of all teams that there are or were, with days and months where the organisation is.</summary>
    public async Task<SpendReport> OfAllAsync(CostPeriod period, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (rules, zone) = (policy.Now, policy.Now.TimeZone);
        var sheet = await costs.OfTeamsAsync(null, SpendReport.ReadFrom(period, zone), now, cancellationToken);
        var live = await machines.LiveAsync(cancellationToken).ToListAsync(cancellationToken);
        var month = SpendReport.MonthOf(period, zone);
        var spent = sheet.Within(month.Begin, month.End).By(record => record.Team).ToDictionary(line => line.Name);
        var used = sheet.Within(period.Begin, period.End).By(record => record.Team).ToDictionary(line => line.Name);
        var none = new CostLine("", 0, 0, 0, 0, TimeSpan.Zero, rules.Currency);
        ImmutableArray<(string Name, TeamSpend Spend)> teams =
        [
            .. rules.Teams.Select(team => team.Name).Union(spent.Keys).Union(used.Keys).Select(name => (name, Of(name))),
        ];
        var most = rules.Teams.All(team => MostOf(team) is not null) ? rules.Teams.Sum(MostOf) : null;
        var whole = MonthSpend.Of(month, teams.Sum(team => team.Spend.Month.Spent), most, live, now);
        var report = SpendReport.Of(rules.Organisation, period, sheet, zone, whole) with
        {
            Teams = [.. teams.Select(team => team.Spend).Where(team => team.Month.Spent > 0 || team.Spent.Machines > 0)
                .OrderByDescending(team => team.Spent.Amount).ThenByDescending(team => team.Month.Spent).ThenBy(team => team.Title, StringComparer.Ordinal)],
        };
        return await WithMoreAsync(report, [.. teams.Select(team => team.Name)], sheet, zone, now, cancellationToken);

        decimal? MostOf(Team team) => rules.LimitsOf(team, now).MonthlyBudget;

        TeamSpend Of(string name)
        {
            var (team, own) = (rules.Team(name), spent.GetValueOrDefault(name, none).Amount);
            var months = MonthSpend.Of(month, own, team is null ? null : MostOf(team), live.Where(machine => machine.Team == name), now);
            return new TeamSpend(team?.Title ?? name, used.GetValueOrDefault(name, none), months);
        }
    }

    /// <summary>With what does not follow from costs alone.</summary>
    private async Task<SpendReport> WithMoreAsync(
        SpendReport report, IReadOnlyCollection<string> teams, CostSheet sheet, TimeZoneInfo zone, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var period = report.Period;
        report = report with
        {
            Saved = await savings.OfTeamsAsync(teams, report.Month.Month.Begin, period.End, now, cancellationToken),
            Launches = await launches.OfTeamsAsync(teams, period.Begin, period.End, cancellationToken),
        };
        if (!utilization.IsMeasuring) return report;
        return report.With(await utilization.OfAsync(sheet.Within(sheet.Begin, period.End), sheet.Begin, cancellationToken), zone);
    }
}
