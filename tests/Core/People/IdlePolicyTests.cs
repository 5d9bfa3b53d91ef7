using ChatOps.Core.People;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Core.People;

/// <summary>What a policy says of idle machines; <see cref="BrokenPolicy"/> has what is wrong with it.</summary>
public sealed class IdlePolicyTests
{
    private static readonly Policy Policy = PolicyFile.Parse(BrokenPolicy.File, BrokenPolicy.Text);

    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    private static readonly QuietHours Nights = new(
        new TimeOnly(20, 0), new TimeOnly(6, 0), [DayOfWeek.Saturday, DayOfWeek.Sunday], [new DateOnly(2026, 12, 25)]);

    [Fact]
    public void Reads_every_field()
    {
        var idle = Policy.Idle;

        Assert.Equal((true, false), (idle.Enabled, idle.DryRun));
        Assert.Equal((TimeSpan.FromMinutes(45), 7, 15), (idle.Window, idle.Threshold, idle.Cpu));
        Assert.Equal((TimeSpan.FromMinutes(12), TimeSpan.FromHours(8), 2), (idle.Warn, idle.LongestKeep, idle.Keeps));
        Assert.Equal((TimeSpan.FromMinutes(25), 5), (idle.SilentAfter, idle.StopsPerPass));
        Assert.Equal((true, TimeSpan.FromDays(45)), (idle.Snapshot, idle.KeepSnapshots));
        Assert.Equal((new TimeOnly(20, 0), new TimeOnly(6, 0)), (idle.Quiet?.From, idle.Quiet?.To));
        Assert.Equal([DayOfWeek.Saturday, DayOfWeek.Sunday], idle.Quiet?.Days ?? []);
        Assert.Equal([new DateOnly(2026, 12, 25), new DateOnly(2026, 12, 26)], idle.Quiet?.Holidays ?? []);
    }

    [Fact]
    public void Reads_what_a_team_excepts() => Assert.Equal(
        [
            new IdleException("ember-otter", null, new DateOnly(2027, 1, 15), "Live demo"),
            new IdleException(null, "scientist2@contoso.example", new DateOnly(2027, 1, 31), "Thesis"),
        ],
        Policy.Teams[0].Idle.Exceptions);

    [Fact]
    public void Says_nothing_where_the_file_says_nothing()
    {
        var policy = PolicyFile.Parse("policy.yaml", """
            organisation: Contoso
            timeZone: Europe/Berlin
            teams: { vision: { managers: [manager@contoso.example] } }
            """);

        Assert.Equal((IdleRules.None, IdleRules.None), (policy.Idle, policy.Teams[0].Idle));
    }

    [Fact]
    public void A_team_s_rules_stand_before_the_organisation_s_and_leave_the_others()
    {
        var idle = Policy.IdleOf(Policy.Teams[0]);

        Assert.Equal((TimeSpan.FromMinutes(20), 7, 2), (idle.Window, idle.Threshold, idle.Keeps));
        Assert.Equal((new TimeOnly(22, 0), false), (idle.Quiet?.From, idle.Quiet?.Days.Contains(DayOfWeek.Saturday)));
        Assert.Equal(TimeSpan.FromMinutes(45), Policy.IdleOf(Policy.Teams[1]).Window);
    }

    [Fact]
    public void A_team_may_say_something_else_of_everything()
    {
        var team = new IdleRules
        {
            Enabled = false,
            DryRun = true,
            Window = TimeSpan.FromHours(1),
            Threshold = 1,
            Cpu = 2,
            Warn = TimeSpan.FromMinutes(5),
            LongestKeep = TimeSpan.FromHours(1),
            Keeps = 0,
            SilentAfter = TimeSpan.FromHours(1),
            Snapshot = false,
            KeepSnapshots = TimeSpan.FromDays(2),
            Resume = new ResumeRules
            {
                Enabled = true,
                MinimumWindow = TimeSpan.FromMinutes(20),
                LongestWindow = TimeSpan.FromHours(1),
                Low = 4,
                High = 5,
                Likely = 6,
                Busy = 7,
            },
            StopsPerPass = 3,
            Quiet = Nights,
        };

        Assert.Equal(team, Policy.Idle.But(team) with { Exceptions = team.Exceptions });
        Assert.Equal(Policy.Idle, Policy.Idle.But(IdleRules.None) with { Exceptions = Policy.Idle.Exceptions });
    }

    [Fact]
    public void Exceptions_add_up()
    {
        var (one, other) = (new IdleException("ember-otter", null, default, "One"), new IdleException("lunar-fox", null, default, "Other"));

        Assert.Equal([one, other], new IdleRules { Exceptions = [one] }.But(new IdleRules { Exceptions = [other] }).Exceptions);
    }

    [Theory]
    [InlineData("2026-11-23 19:59", false)]
    [InlineData("2026-11-23 20:00", true)]
    [InlineData("2026-11-24 00:00", true)]
    [InlineData("2026-11-24 05:59", true)]
    [InlineData("2026-11-24 06:00", false)]
    public void Quiet_hours_reach_over_midnight(string local, bool isQuiet) => Assert.Equal(isQuiet, Nights.Include(At(local), Berlin));

    [Theory]
    [InlineData("12:00", "13:00", "2026-11-23 12:30", true)]
    [InlineData("12:00", "13:00", "2026-11-23 13:00", false)]
    [InlineData("00:00", "06:00", "2026-11-23 00:00", true)]
    [InlineData("18:00", "00:00", "2026-11-23 23:59", true)]
    [InlineData("18:00", "00:00", "2026-11-24 00:00", false)]
    public void Quiet_hours_may_lie_within_a_day(string from, string to, string local, bool isQuiet) =>
        Assert.Equal(isQuiet, (Nights with { From = TimeOnly.Parse(from), To = TimeOnly.Parse(to) }).Include(At(local), Berlin));

    [Theory]
    [InlineData("2026-11-28 12:00", true)]
    [InlineData("2026-11-29 12:00", true)]
    [InlineData("2026-11-30 12:00", false)]
    [InlineData("2026-12-25 12:00", true)]
    [InlineData("2026-12-24 12:00", false)]
    public void Weekends_and_holidays_are_quiet_all_day(string local, bool isQuiet) => Assert.Equal(isQuiet, Nights.Include(At(local), Berlin));

    // On 2026-03-29 the clock goes from 02:00 to 03:00, on 2026-10-25 from 03:00 back to 02:00; both are Sundays.
    [Theory]
    [InlineData("2026-03-28T19:00Z", true)]
    [InlineData("2026-03-29T03:59Z", true)]
    [InlineData("2026-03-29T04:00Z", false)]
    [InlineData("2026-10-24T18:00Z", true)]
    [InlineData("2026-10-25T00:30Z", true)]
    [InlineData("2026-10-25T01:30Z", true)]
    [InlineData("2026-10-25T04:59Z", true)]
    [InlineData("2026-10-25T05:00Z", false)]
    public void Quiet_hours_go_by_the_wall_clock_when_it_is_changed(string at, bool isQuiet) =>
        Assert.Equal(isQuiet, (Nights with { Days = [] }).Include(DateTimeOffset.Parse(at, null), Berlin));

    [Theory]
    [InlineData("2026-11-23 17:00", "America/New_York", false)]
    [InlineData("2026-11-24 02:00", "America/New_York", true)]
    [InlineData("2026-11-24 12:00", "America/New_York", false)]
    [InlineData("2026-11-23 12:00", "Asia/Tokyo", true)]
    public void Quiet_hours_are_those_of_the_team_s_time_zone(string berlin, string zone, bool isQuiet) =>
        Assert.Equal(isQuiet, Nights.Include(At(berlin), TimeZoneInfo.FindSystemTimeZoneById(zone)));

    [Fact]
    public void The_repository_s_own_team_has_quiet_nights_of_its_own()
    {
        var policy = PolicyFile.Load(Path.Combine(Repository.Blueprints, "policy.yaml"));

        Assert.NotNull(policy.IdleOf(policy.Teams[1]).Quiet);
        Assert.Null(policy.IdleOf(policy.Teams[0]).Quiet);
    }

    /// <summary>By Berlin's clock.</summary>
    private static DateTimeOffset At(string local)
    {
        var time = DateTime.ParseExact(local, "yyyy-MM-dd HH:mm", null);
        return new DateTimeOffset(time, Berlin.GetUtcOffset(time));
    }
}
