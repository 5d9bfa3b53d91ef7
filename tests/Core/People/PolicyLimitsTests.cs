using ChatOps.Core.People;

namespace ChatOps.Tests.Core.People;

public sealed class PolicyLimitsTests
{
    private const string Scientist = "scientist@contoso.example";

    private static readonly DateTimeOffset Now = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    private static readonly Limits Usual = new()
    {
        Gpus = [new GpuLimit("A100*", 8), new GpuLimit("*", 16)],
        Machines = 4,
        MonthlyBudget = 100,
        DearestPerHour = 10,
        LongestLease = TimeSpan.FromDays(1),
        Blueprints = ["pytorch-*"],
        Regions = ["eastus"],
        SpotOutsideHours = true,
    };

    [Fact]
    public void Other_limits_hold_only_where_they_say_something()
    {
        var both = Usual.But(new Limits { Machines = 9, Gpus = [new GpuLimit("A100*", 2), new GpuLimit("T4", 1)] });

        Assert.Equal(9, both.Machines);
        Assert.Equal([new GpuLimit("*", 16), new GpuLimit("A100*", 2), new GpuLimit("T4", 1)], both.Gpus);
        Assert.Equal(
            (Usual.MonthlyBudget, Usual.DearestPerHour, Usual.LongestLease, Usual.SpotOutsideHours),
            (both.MonthlyBudget, both.DearestPerHour, both.LongestLease, both.SpotOutsideHours));
        Assert.Equal(["pytorch-*"], both.Blueprints);
        Assert.Equal(["eastus"], both.Regions);
    }

    [Fact]
    public void Other_limits_may_say_something_of_everything()
    {
        var other = new Limits
        {
            MonthlyBudget = 1,
            DearestPerHour = 2,
            LongestLease = TimeSpan.FromHours(3),
            Blueprints = ["llm-*"],
            Regions = ["westus"],
            SpotOutsideHours = false,
        };

        var both = Usual.But(other);

        Assert.Equal(
            (other.MonthlyBudget, other.DearestPerHour, other.LongestLease, other.SpotOutsideHours, Usual.Machines),
            (both.MonthlyBudget, both.DearestPerHour, both.LongestLease, both.SpotOutsideHours, both.Machines));
        Assert.Equal((false, true), (both.AllowsBlueprint("pytorch-a100"), both.AllowsBlueprint("llm-finetune")));
        Assert.Equal((false, true), (both.AllowsRegion("eastus"), both.AllowsRegion("westus")));
    }

    [Fact]
    public void A_person_s_own_limits_stand_before_those_of_each_person()
    {
        var (policy, team) = Of(new Team
        {
            Name = "vision",
            Title = "Vision",
            Managers = [],
            Members = [Scientist],
            Limits = Usual,
            EachPerson = new Limits { Machines = 3, MonthlyBudget = 50 },
        });
        var own = team with { PersonLimits = team.PersonLimits.Add(Scientist, new Limits { Machines = 1 }) };

        Assert.Equal((1, 50m), Both(policy.LimitsOf(own, Scientist, Now)));
        Assert.Equal((3, 50m), Both(policy.LimitsOf(own, "scientist2@contoso.example", Now)));
        Assert.Equal((4, 100m), Both(policy.LimitsOf(own, Now)));

        static (int?, decimal?) Both(Limits limits) => (limits.Machines, limits.MonthlyBudget);
    }

    [Theory]
    // The last second of the last day in New York, and the first of the next, though it is that day in Berlin for six hours already.
    [InlineData("2026-12-31T23:59:59-05:00", 20)]
    [InlineData("2027-01-01T00:00:00-05:00", 3)]
    [InlineData("2027-01-01T00:00:00+01:00", 20)]
    public void An_exception_ends_by_itself_with_its_last_day_in_the_team_s_time_zone(string now, int machines)
    {
        var (policy, team) = Of(Excepted(Scientist));

        Assert.Equal(machines, policy.LimitsOf(team, Scientist, Time(now)).Machines);
    }

    [Fact]
    public void A_person_s_exception_is_nobody_else_s()
    {
        var (policy, team) = Of(Excepted(Scientist));

        Assert.Equal((3, 4), (policy.LimitsOf(team, "scientist2@contoso.example", Now).Machines, policy.LimitsOf(team, Now).Machines));
    }

    [Fact]
    public void A_team_s_exception_changes_nothing_for_each_person()
    {
        var (policy, team) = Of(Excepted(who: null));

        Assert.Equal((3, 20), (policy.LimitsOf(team, Scientist, Now).Machines, policy.LimitsOf(team, Now).Machines));
    }

    [Theory]
    [InlineData("2026-11-23T08:00:00+01:00", true)]
    [InlineData("2026-11-23T07:59:59+01:00", false)]
    [InlineData("2026-11-23T18:59:59+01:00", true)]
    [InlineData("2026-11-23T19:00:00+01:00", false)]
    [InlineData("2026-11-22T12:00:00+01:00", false)]
    // Clocks go back on Sunday, and forward: eight is eight, whatever it is in UTC.
    [InlineData("2026-10-23T06:00:00Z", true)]
    [InlineData("2026-10-26T06:59:59Z", false)]
    [InlineData("2026-10-26T07:00:00Z", true)]
    [InlineData("2026-03-27T06:59:59Z", false)]
    [InlineData("2026-03-30T06:00:00Z", true)]
    public void Hours_are_those_of_the_wall_clock(string now, bool expected)
    {
        var (policy, team) = Of(new Team { Name = "vision", Title = "Vision", Managers = [], Members = [] }, "Europe/Berlin");

        Assert.Equal(expected, policy.IsInHours(team, Time(now)));
    }

    [Fact]
    public void A_team_s_own_hours_and_time_zone_stand_before_the_organisation_s()
    {
        var (policy, team) = Of(new Team { Name = "vision", Title = "Vision", Managers = [], Members = [] });
        var early = team with { Hours = new OfficeHours(new TimeOnly(3, 0), new TimeOnly(4, 0), [DayOfWeek.Monday]) };

        // Nine in the morning in Berlin, three in New York.
        Assert.Equal((false, true), (policy.IsInHours(team, Now), policy.IsInHours(early, Now)));
    }

    [Fact]
    public void Who_has_not_said_when_is_always_at_work()
    {
        var (policy, team) = Of(new Team { Name = "vision", Title = "Vision", Managers = [], Members = [] });

        Assert.True((policy with { Hours = null }).IsInHours(team, Time("2026-11-22T03:00:00Z")));
    }

    private static Team Excepted(string? who) => new()
    {
        Name = "vision",
        Title = "Vision",
        Managers = [],
        Members = [Scientist],
        Limits = Usual,
        EachPerson = new Limits { Machines = 3 },
        Exceptions = [new LimitException(who, new DateOnly(2026, 12, 31), new Limits { Machines = 20 }, "Paper deadline")],
    };

    private static (Policy, Team) Of(Team team, string zone = "America/New_York")
    {
        var there = team with { TimeZone = TimeZoneInfo.FindSystemTimeZoneById(zone) };
        var policy = new Policy
        {
            Organisation = "Contoso",
            TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"),
            Admins = [],
            Hours = new OfficeHours(
                new TimeOnly(8, 0), new TimeOnly(19, 0), [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday]),
            Teams = [there],
        };
        return (policy, there);
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
