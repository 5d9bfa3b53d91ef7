using ChatOps.Core.Metrics;
using ChatOps.Core.People;
using ChatOps.Core.Reaping;

namespace ChatOps.Tests.Core.Reaping;

/// <summary>A machine that is idle by all rules, and one thing different a row.</summary>
public sealed class ReaperRulesTests
{
    private static readonly Case Idle = IdleCase.Idle;

    private static readonly Dictionary<string, (Case Case, RuleName Rule, string Reason)> Vetoes = new()
    {
        ["an exception of the machine"] = (
            Idle.Setting(s => s with { Exception = new IdleException("ember-otter", null, new DateOnly(2026, 12, 31), "Live demo.") }),
            RuleName.Pinned, "The policy excepts it until 2026-12-31: Live demo."),
        ["the switch"] = (
            Idle.Setting(s => s with { Enabled = false }), RuleName.Pinned, "The policy has switched the reaper off (idle: enabled: false)."),
        ["a start fourteen minutes ago"] = (
            Idle.But(m => m with { RunningSince = Idle.Now.AddMinutes(-14) }), RuleName.JustStarted,
            "It has been running for 14 min; it is left alone for the first 15 min."),
        ["a Keep"] = (
            Idle.Remembering(i => i with { KeptUntil = Idle.Now.AddMinutes(20) }), RuleName.Kept, "It is kept for another 20 min."),
        ["a GPU at work at the window's beginning"] = (
            Idle.Ago(30, bin => bin with { MaxUtilization = 5 }), RuleName.InUseGpu, "Its GPU was at 5 % 25 min ago."),
        ["one of four GPUs at work"] = (
            IdleCase.OnFourGpus().Ago(10, bin => bin.Gpu == 2 ? bin with { MaxUtilization = 87 } : bin), RuleName.InUseGpu, "GPU 2 was at 87 % 5 min ago."),
        ["a busy notebook"] = (
            Idle.Ago(15, bin => bin with { Sessions = 1 }), RuleName.InUseInteractive, "1 session was active on it 10 min ago."),
        ["two terminals"] = (
            Idle.Ago(5, bin => bin with { Sessions = 2 }), RuleName.InUseInteractive, "2 sessions were active on it just now."),
        ["busy CPUs"] = (Idle.Ago(5, bin => bin with { MeanCpu = 85 }), RuleName.InUseCpu, "Its CPUs were at 85 % just now."),
        ["a checkpoint being written"] = (Idle.Ago(5, bin => bin with { MaxDisk = 180 }), RuleName.InUseCpu, "Its disks moved 180 MB/s just now."),
        ["a download"] = (Idle.Ago(5, bin => bin with { MaxNetwork = 40 }), RuleName.InUseCpu, "Its network moved 40 MB/s just now."),
        ["no agent"] = (Idle with { Use = null }, RuleName.NoMetrics, "Nothing has been heard of it for 5 h."),
        ["an agent gone silent"] = (
            Idle.Using(_ => IdleCase.Use(until: Idle.Now.AddMinutes(-25))), RuleName.NoMetrics, "Nothing has been heard of it for 25 min."),
        ["a gap of ten minutes"] = (
            Idle.Without(bin => bin.Begin == Idle.Now.AddMinutes(-15) || bin.Begin == Idle.Now.AddMinutes(-20)),
            RuleName.NoMetrics, "Of its GPU 20 of the last 30 minutes were measured."),
        ["a GPU that fell off the bus"] = (
            IdleCase.OnFourGpus().Without(bin => bin.Gpu == 3), RuleName.NoMetrics, "Of GPU 3 0 of the last 30 minutes were measured."),
        ["a GPU cut up by MIG"] = (
            Idle.Ago(5, bin => bin with { Unmeasured = 5, MaxUtilization = float.NaN }), RuleName.NoMetrics,
            "The utilization of its GPU is missing for 5 minutes."),
        ["done said, and used since"] = (
            Idle.Using(use => use with { DoneAt = Idle.Now.AddMinutes(-12) }).Ago(5, bin => bin with { MaxUtilization = 60 }),
            RuleName.InUseGpu, "Its GPU was at 60 % just now."),
        ["quiet hours, and in use"] = (
            Idle.Setting(Quiet).Ago(5, bin => bin with { MaxUtilization = 99 }), RuleName.InUseGpu, "Its GPU was at 99 % just now."),
    };

    private static readonly Dictionary<string, (Case Case, RuleName Rule, VerdictKind Kind, string Reason)> Actions = new()
    {
        ["nothing"] = (Idle, RuleName.IdleGpu, VerdictKind.Stop, "0 % on its GPU for 2 h."),
        ["a little below the threshold"] = (
            Idle.Ago(20, bin => bin with { MaxUtilization = 4 }), RuleName.IdleGpu, VerdictKind.Stop, "At most 4 % on its GPU for 2 h."),
        ["four GPUs, and memory that is still held"] = (
            IdleCase.OnFourGpus().Using(use => use with { Holder = new GpuProcess(0, 4182, "python", 38) }), RuleName.IdleGpu, VerdictKind.Stop,
            "0 % on all 4 GPUs for 2 h; python (pid 4182) still holds 38 GiB."),
        ["use just before the window"] = (
            Idle.Ago(35, bin => bin with { MaxUtilization = 90 }), RuleName.IdleGpu, VerdictKind.Stop, "0 % on its GPU for 30 min."),
        ["one sample in ten missing"] = (
            Idle.Ago(10, bin => bin with { Samples = 2 }), RuleName.IdleGpu, VerdictKind.Stop, "0 % on its GPU for 2 h."),
        ["a Keep that has run out"] = (
            Idle.Remembering(i => i with { KeptUntil = Idle.Now, Keeps = 1 }), RuleName.IdleGpu, VerdictKind.Stop, "0 % on its GPU for 2 h."),
        ["a blueprint that only warns"] = (
            Idle.Setting(s => s with { Then = VerdictKind.Warn }), RuleName.IdleGpu, VerdictKind.Warn, "0 % on its GPU for 2 h."),
        ["done said on it"] = (
            Idle.Using(use => use with { DoneAt = Idle.Now.AddMinutes(-12) }).Ago(15, bin => bin with { MaxUtilization = 90 }),
            RuleName.Done, VerdictKind.Stop, "`gpu done` was said on it 12 min ago."),
        ["done said although it is kept"] = (
            Idle.Using(use => use with { DoneAt = Idle.Now.AddMinutes(-12) })
                .Remembering(i => i with { KeptAt = Idle.Now.AddHours(-1), KeptUntil = Idle.Now.AddHours(1) }),
            RuleName.Done, VerdictKind.Stop, "`gpu done` was said on it 12 min ago."),
        ["quiet hours"] = (
            Idle.Setting(Quiet).Ago(20, bin => bin with { MaxUtilization = 90 }), RuleName.OffHours, VerdictKind.Stop,
            "These are quiet hours: 0 % on its GPU for 15 min."),
        ["stopped for six days and an hour"] = (
            IdleCase.Stopped(6.05), RuleName.StoppedTooLong, VerdictKind.Delete, "Stopped for 6 d 1 h; 7 d are allowed."),
    };

    public static TheoryData<string> VetoNames => [.. Vetoes.Keys];

    public static TheoryData<string> ActionNames => [.. Actions.Keys];

    [Theory]
    [MemberData(nameof(VetoNames))]
    public void Is_left_alone_for(string what)
    {
        var (c, rule, reason) = Vetoes[what];
        var judged = c.Judged();
        Assert.Equal((rule, VerdictKind.Keep, reason), (judged.Deciding.Rule, judged.Deciding.Kind, judged.Deciding.Reason));
        Assert.False(c.Warned(60).Stepped().Ends);
    }

    [Theory]
    [MemberData(nameof(ActionNames))]
    public void Is_acted_on_with(string what)
    {
        var (c, rule, kind, reason) = Actions[what];
        var judged = c.Judged();
        Assert.Equal((rule, kind, reason), (judged.Deciding.Rule, judged.Deciding.Kind, judged.Deciding.Reason));
    }

    [Fact]
    public void A_lease_that_has_ended_stands_above_all()
    {
        var c = Idle.But(m => m with { LeaseEndsAt = Idle.Now }).Setting(s => s with { Enabled = false });
        Assert.Equal((RuleName.LeaseEnded, VerdictKind.Stop), (c.Judged().Deciding.Rule, c.Judged().Deciding.Kind));
        Assert.Null(c.Stepped().Step);
    }

    [Fact]
    public void Stopped_for_five_days_is_nothing_yet() => Assert.Null(IdleCase.Stopped(5).Judged().Action);

    [Fact]
    public void What_was_said_a_moment_ago_is_looked_at_once_more_first()
    {
        var c = Idle.Using(use => use with { DoneAt = Idle.Now.AddMinutes(-2) });
        Assert.Equal(VerdictKind.NoOpinion, c.Judged().Of(RuleName.Done).Kind);
    }

    [Fact]
    public void A_keep_after_done_takes_it_back()
    {
        var c = Idle.Using(use => use with { DoneAt = Idle.Now.AddHours(-1) })
            .Remembering(i => i with { KeptAt = Idle.Now.AddMinutes(-30), KeptUntil = Idle.Now });
        Assert.Equal(VerdictKind.NoOpinion, c.Judged().Of(RuleName.Done).Kind);
    }

    [Fact]
    public void A_process_that_holds_one_of_four_GPUs_is_told_of_and_stopped_for_by_nobody()
    {
        var c = IdleCase.OnFourGpus(bin => bin.Gpu == 1
            ? bin with { Processes = 1, MemoryGiB = 38 }
            : bin with { MaxUtilization = 90 }).Using(use => use with { Holder = new GpuProcess(1, 4182, "python", 38) });
        var judged = c.Judged();
        Assert.Equal(RuleName.InUseGpu, judged.Deciding.Rule);
        Assert.Equal(
            (VerdictKind.Warn, "python (pid 4182) holds 38 GiB of GPU 1, on which nothing has run for 30 min."),
            (judged.Of(RuleName.ZombieProcess).Kind, judged.Of(RuleName.ZombieProcess).Reason));
    }

    [Fact]
    public void Each_rule_has_its_place_and_speaks_of_itself() =>
        Assert.Equal(Enum.GetValues<RuleName>(), ReaperRules.Judge(Idle).Verdicts.Select(verdict => verdict.Rule));

    [Fact]
    public void Each_reason_is_a_sentence()
    {
        foreach (var c in Vetoes.Values.Select(row => row.Case).Concat(Actions.Values.Select(row => row.Case)))
            Assert.All(c.Judged().Verdicts, verdict => Assert.Matches(@"^[A-Z0-9`a-z].*\.$", verdict.Reason));
    }

    private static IdleSettings Quiet(IdleSettings settings) => settings with { IsQuiet = true, Window = TimeSpan.FromMinutes(15) };
}
