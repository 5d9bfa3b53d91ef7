using ChatOps.Core.Blueprints;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.Reaping;
using ChatOps.Tests.Core.Machines;

namespace ChatOps.Tests.Core.Reaping;

/// <summary>What holds for a machine: its blueprint, the policy over it, and what its owner wants stricter.</summary>
public sealed class IdleSettingsTests
{
    private static readonly Blueprint Blueprint = Situations.Blueprint("pytorch-a100") with
    {
        Idle = new IdleLimits(TimeSpan.FromMinutes(40), 8, TimeSpan.FromMinutes(20), IdleAction.Warn, TimeSpan.FromDays(3)),
    };

    private static readonly QuietHours Now = new(new TimeOnly(9, 0), new TimeOnly(11, 0), [], []);

    [Fact]
    public void The_blueprint_s_limits_hold_where_the_policy_says_nothing()
    {
        var settings = Of();

        Assert.Equal(
            (TimeSpan.FromMinutes(40), 8, TimeSpan.FromMinutes(20), VerdictKind.Warn, TimeSpan.FromDays(3)),
            (settings.Window, settings.Threshold, settings.Grace, settings.Then, settings.DeleteAfter));
        Assert.Equal((true, false, false), (settings.Enabled, settings.DryRun, settings.IsQuiet));
        Assert.Equal((10, TimeSpan.FromMinutes(10)), (settings.Cpu, settings.Warn));
        Assert.Equal((TimeSpan.FromHours(4), 3, TimeSpan.FromMinutes(20)), (settings.LongestKeep, settings.Keeps, settings.SilentAfter));
        Assert.Equal(20, IdleSettings.StopsPerPass(IdleCase.Policy));
    }

    [Fact]
    public void The_policy_stands_before_the_blueprint_and_the_team_before_the_organisation()
    {
        var settings = Of(
            new IdleRules { Window = TimeSpan.FromMinutes(50), Threshold = 3, Cpu = 20, Enabled = false },
            new IdleRules { Window = TimeSpan.FromMinutes(60), DryRun = true });

        Assert.Equal((TimeSpan.FromMinutes(60), 3, 20), (settings.Window, settings.Threshold, settings.Cpu));
        Assert.Equal((false, true), (settings.Enabled, settings.DryRun));
    }

    [Fact]
    public void Disks_are_snapshotted_only_where_the_policy_says_so()
    {
        var keep = TimeSpan.FromDays(10);

        Assert.Null(Of().KeepSnapshots);
        Assert.Null(Of(new IdleRules { KeepSnapshots = keep }).KeepSnapshots);
        Assert.Equal(TimeSpan.FromDays(30), Of(new IdleRules { Snapshot = true }).KeepSnapshots);
        Assert.Equal(keep, Of(new IdleRules { Snapshot = true }, new IdleRules { KeepSnapshots = keep }).KeepSnapshots);
        Assert.Null(Of(new IdleRules { Snapshot = true }, new IdleRules { Snapshot = false }).KeepSnapshots);
    }

    [Theory]
    [InlineData(IdleAction.Stop, VerdictKind.Stop)]
    [InlineData(IdleAction.Warn, VerdictKind.Warn)]
    [InlineData(IdleAction.Delete, VerdictKind.Delete)]
    public void What_becomes_of_it_is_the_blueprint_s(IdleAction then, VerdictKind kind) =>
        Assert.Equal(kind, For(IdleCase.Machine, Blueprint with { Idle = Blueprint.Idle with { Then = then } }, IdleCase.Policy).Then);

    [Theory]
    [InlineData(15, 15)]
    [InlineData(120, 40)]
    public void Who_launches_it_may_be_stricter_and_not_laxer(int wanted, int minutes) =>
        Assert.Equal(minutes, Of(machine: m => m with { IdleAfter = TimeSpan.FromMinutes(wanted) }).Window.TotalMinutes);

    [Theory]
    [InlineData(40, 15)]
    [InlineData(10, 10)]
    public void Quiet_hours_shorten_the_window_and_lengthen_none(int window, int minutes)
    {
        var settings = Of(new IdleRules { Quiet = Now, Window = TimeSpan.FromMinutes(window) });

        Assert.Equal((true, minutes), (settings.IsQuiet, settings.Window.TotalMinutes));
    }

    [Fact]
    public void Quiet_hours_go_by_the_team_s_time_zone()
    {
        var policy = With(new IdleRules { Quiet = Now }, IdleRules.None);
        var abroad = policy with { Teams = [policy.Teams[0] with { TimeZone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York") }] };

        Assert.True(For(IdleCase.Machine, Blueprint, policy).IsQuiet);
        Assert.False(For(IdleCase.Machine, Blueprint, abroad).IsQuiet);
    }

    [Theory]
    [InlineData("ember-otter", null, 0, true)]
    [InlineData("ember-otter", null, 1, true)]
    [InlineData("ember-otter", null, -1, false)]
    [InlineData("lunar-fox", null, 1, false)]
    [InlineData(null, "scientist@contoso.example", 0, true)]
    [InlineData(null, "manager@contoso.example", 0, false)]
    [InlineData("ember-otter", "scientist@contoso.example", 0, true)]
    [InlineData("ember-otter", "manager@contoso.example", 0, false)]
    [InlineData("lunar-fox", "scientist@contoso.example", 0, false)]
    public void An_exception_is_for_a_machine_or_an_owner_until_its_last_day(string? machine, string? who, int days, bool isExcepted)
    {
        var exception = new IdleException(machine, who, DateOnly.FromDateTime(IdleCase.Now.DateTime).AddDays(days), "Live demo");

        Assert.Equal(isExcepted, Of(team: new IdleRules { Exceptions = [exception] }).Exception is not null);
    }

    [Fact]
    public void The_last_day_of_an_exception_ends_by_the_team_s_clock()
    {
        var policy = With(IdleRules.None, new IdleRules { Exceptions = [new IdleException("ember-otter", null, new DateOnly(2026, 11, 17), "Live demo")] });
        var abroad = policy with { Teams = [policy.Teams[0] with { TimeZone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York") }] };
        var night = new DateTimeOffset(2026, 11, 18, 3, 0, 0, TimeSpan.Zero);

        Assert.Null(IdleSettings.For(IdleCase.Machine, Blueprint, policy, night).Exception);
        Assert.NotNull(IdleSettings.For(IdleCase.Machine, Blueprint, abroad, night).Exception);
    }

    [Fact]
    public void A_machine_whose_blueprint_or_team_is_gone_has_the_usual_limits()
    {
        var settings = IdleSettings.For(IdleCase.Machine with { Team = "gone" }, null, IdleCase.Policy, IdleCase.Now);

        Assert.Equal(
            (TimeSpan.FromMinutes(30), 5, VerdictKind.Stop, TimeSpan.FromDays(7)),
            (settings.Window, settings.Threshold, settings.Then, settings.DeleteAfter));
    }

    [Theory]
    [InlineData(1, 0, 60)]
    [InlineData(9, 0, 240)]
    [InlineData(9, 1, 120)]
    [InlineData(1, 2, 15)]
    [InlineData(1, 3, null)]
    public void A_Keep_is_half_of_the_one_before_and_never_longer_than_the_longest(int hours, int before, int? minutes) =>
        Assert.Equal(minutes, (int?)Of().KeepFor(TimeSpan.FromHours(hours), before)?.TotalMinutes);

    private static IdleSettings Of(IdleRules? organisation = null, IdleRules? team = null, Func<Machine, Machine>? machine = null) => For(
        machine is null ? IdleCase.Machine : machine(IdleCase.Machine), Blueprint, With(organisation ?? IdleRules.None, team ?? IdleRules.None));

    private static Policy With(IdleRules organisation, IdleRules team) =>
        IdleCase.Policy with { Idle = organisation, Teams = [IdleCase.Policy.Teams[0] with { Idle = team }] };

    private static IdleSettings For(Machine machine, Blueprint blueprint, Policy policy) => IdleSettings.For(machine, blueprint, policy, IdleCase.Now);
}
