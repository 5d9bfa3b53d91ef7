using ChatOps.Core.Approvals;
using ChatOps.Core.Machines;
using ChatOps.Core.Metering;
using ChatOps.Core.People;
using ChatOps.Core.Savings;
using ChatOps.Core.State;
using ChatOps.Core.Utilization;

namespace ChatOps.Core.Reports;

/// <summary>Makes reports at the moment of the question. Of what was used no more than that of some teams is in memory at a time.</summary>
public sealed class SpendReporting(
    CostReader costs, UtilizationReader utilization, SavingsReader savings, Ledger ledger, ApprovalStore requests, MachineStore machines, LivePolicy policy)
{
    public async Task<SpendReport> OfAsync(Team team, CostPeriod period, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (rules, zone) = (policy.Now, policy.Now.ZoneOf(team));
        var live = await machines.OfTeamAsync(team.Name, cancellationToken);
        var part = await ReadAsync(team.Name, live, period, zone, now, cancellationToken);
        var (month, most) = (part.Report.Month, rules.LimitsOf(team, now).MonthlyBudget);
        month = MonthSpend.Of(month.Month, month.Spent, most, live, now);
        return (await WithTheRestAsync(team.Title, month, [part], zone, cancellationToken)) with { Team = team };
    }

    /// <summary>Of all teams that there are or were, with days and months where the organisation is.</summary>
    public async Task<SpendReport> OfAllAsync(CostPeriod period, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (rules, zone) = (policy.Now, policy.Now.TimeZone);
        var live = await machines.ByTeamAsync(cancellationToken);
        var names = await costs.TeamsAsync(live, cancellationToken);
        var parts = await TeamParts.ReadAsync(names, (team, token) => ReadAsync(team, [.. live[team]], period, zone, now, token), cancellationToken);
        var teams = names.Zip(parts, (name, part) => Of(name, part.Report)).ToList();
        var most = rules.Teams.All(team => MostOf(team) is not null) ? rules.Teams.Sum(MostOf) : null;
        var month = MonthSpend.Of(SpendReport.MonthOf(period, zone), teams.Sum(team => team.Month.Spent), most, live.SelectMany(own => own), now);
        return (await WithTheRestAsync(rules.Organisation, month, parts, zone, cancellationToken)) with
        {
            Teams = [.. teams.Where(team => team.Month.Spent > 0 || team.Spent.Machines > 0)
                .OrderByDescending(team => team.Spent.Amount).ThenByDescending(team => team.Month.Spent).ThenBy(team => team.Title, StringComparer.Ordinal)],
        };

        decimal? MostOf(Team team) => rules.LimitsOf(team, now).MonthlyBudget;

        TeamSpend Of(string name, SpendReport report)
        {
            var team = rules.Team(name);
            var spend = MonthSpend.Of(report.Month.Month, report.Month.Spent, team is null ? null : MostOf(team), live[name], now);
            return new TeamSpend(team?.Title ?? name, report.Spent.Total, spend);
        }
    }

    /// <summary>All that is read of the ledger is read once, for as far back as any of it is needed.</summary>
    private async Task<Part> ReadAsync(
        string team, IReadOnlyCollection<Machine> live, CostPeriod period, TimeZoneInfo zone, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (month, from) = (SpendReport.MonthOf(period, zone), SpendReport.ReadFrom(period, zone));
        var all = await costs.OfTeamAsync(team, live, new[] { from, SavingsReader.ReadFrom(month.Begin) }.Min(), now, cancellationToken);
        var sheet = all.Within(from, now);
        var spent = sheet.Within(month.Begin, month.End).Total.Amount;
        var report = SpendReport.Of(team, period, sheet, zone, new MonthSpend(month, spent, null, null)) with
        {
            Saved = await savings.OfTeamAsync(team, all, month.Begin, period.End, now, cancellationToken),
        };
        var launched = await ledger.LaunchesOfTeamAsync(team, live, period.Begin, period.End, cancellationToken);
        var ended = await requests.EndedAsync(team, period.Begin, period.End, cancellationToken).ToListAsync(cancellationToken);
        if (!utilization.IsMeasuring) return new Part(report, launched, ended, sheet with { Records = [] });
        var (use, _, missing) = await utilization.StoredAsync(sheet.Within(from, period.End), cancellationToken);
        return new Part(report.With(use, zone), launched, ended, missing);
    }

    /// <summary>With what is told of all teams at once.</summary>
    private async Task<SpendReport> WithTheRestAsync(
        string title, MonthSpend month, IReadOnlyList<Part> parts, TimeZoneInfo zone, CancellationToken cancellationToken)
    {
        var (reports, first) = (parts.Select(part => part.Report).ToList(), parts[0]);
        var missing = first.Missing with { Records = [.. parts.SelectMany(part => part.Missing.Records)] };
        if (!missing.Records.IsEmpty)
        {
            // A machine that was on before is in both: how many were on, no report tells.
            var nothing = SpendReport.Of(title, first.Report.Period, missing with { Records = [] }, zone, month);
            reports.Add(nothing.With((await utilization.AskAsync(missing, cancellationToken)).Sheet, zone));
        }
        return SpendReport.Together(title, month, reports) with
        {
            Launches = LaunchTimes.Of([.. parts.SelectMany(part => part.Launches)], parts.SelectMany(part => part.Ended)),
        };
    }

    /// <summary>What a team comes to.</summary>
    /// <param name="Missing">What GPUs did that is still to be asked for.</param>
    private sealed record Part(SpendReport Report, IReadOnlyList<LaunchRecord> Launches, IReadOnlyList<EndedRequest> Ended, CostSheet Missing);
}
