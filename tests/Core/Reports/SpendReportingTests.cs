using ChatOps.Core.Metering;
using ChatOps.Core.Reports;
using ChatOps.Tests.Core.Utilization;
using static ChatOps.Tests.Core.Utilization.SampleUse;

namespace ChatOps.Tests.Core.Reports;

/// <summary>On Wednesday, 18 November 2026, at 10:00 in Berlin, where the organisation is.</summary>
public sealed class SpendReportingTests
{
    private readonly UseDesk _desk = new("2026-11-18T09:00Z");

    [Fact]
    public async Task All_teams_are_told_of_together_and_each_by_itself()
    {
        await _desk.WasOnAsync("a", "vision", ("2026-11-17T10:00Z", 3), ("2026-11-16T10:00Z", 1));
        await _desk.WasOnAsync("b", "nlp", ("2026-11-17T15:00Z", 2));

        var report = await ReportAsync("yesterday");

        Assert.Equal((10, 2, 2), (report.Spent.Total.Amount, report.Before.Amount, report.Spent.Total.Machines));
        Assert.Equal([("Vision", 6, 8), ("NLP", 4, 4)], report.Teams.Select(team => (team.Title, team.Spent.Amount, team.Month.Spent)));
        Assert.Equal(12, report.Month.Spent);
    }

    [Fact]
    public async Task A_team_that_has_left_the_policy_is_still_told_of()
    {
        await _desk.WasOnAsync("a", "audio", ("2026-11-17T10:00Z", 3));

        Assert.Equal("audio", Assert.Single((await ReportAsync("yesterday")).Teams).Title);
    }

    // The 18th begins in New York at 05:00 UTC.
    [Fact]
    public async Task What_gpus_do_today_is_asked_once_for_all_teams_that_have_the_same_day()
    {
        foreach (var id in (string[])["a", "b", "c"]) _desk.Measure(await _desk.IsOnAsync(id, "vision", since: "2026-11-18T07:00Z"), Busy);
        _desk.Measure(await _desk.IsOnAsync("d", "nlp", since: "2026-11-18T07:00Z"), Busy);

        var report = await ReportAsync("today");

        Assert.Equal((8, 4), (report.Use?.On, report.Use?.Sums.Used));
        Assert.Equal([At("2026-11-17T23:00Z"), At("2026-11-18T05:00Z")], _desk.Metrics.Summed.Select(asked => asked.From).Order());
    }

    [Fact]
    public async Task What_gpus_did_before_and_what_they_do_today_are_one_number()
    {
        var machine = await _desk.IsOnAsync("a", "vision", since: "2026-11-17T21:00Z");
        _desk.Measure(machine, Busy);
        await _desk.RecordAsync();

        var report = await ReportAsync("week");

        Assert.Equal((12, 2), (report.Use?.On, report.Use?.Sums.Used));
        Assert.Equal([1, 1], report.UseByDay.Where(day => day.Line.On > 0).Select(day => day.Line.Sums.Used));
        Assert.Equal(12, Assert.Single(report.UseByPerson).On);
    }

    private Task<SpendReport> ReportAsync(string when) => _desk.Reporting.OfAllAsync(
        CostPeriod.Of(when, _desk.Time.Now, UseDesk.Policy.TimeZone), _desk.Time.Now, TestContext.Current.CancellationToken);
}
