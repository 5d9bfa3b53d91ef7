using ChatOps.Core.Machines;
using ChatOps.Core.Metrics;
using ChatOps.Core.Reaping;

namespace ChatOps.Tests.Core.Reaping;

/// <summary>What a judgement leads to, step by step.</summary>
public sealed class ReapStepTests
{
    private static readonly Case Idle = IdleCase.Idle;

    [Fact]
    public void Who_is_idle_is_warned_and_not_stopped()
    {
        var step = Idle.Stepped();
        Assert.False(step.Ends);
        var warning = Assert.IsType<IdleWarning>(step.Step?.Machine.Idle?.Warning);
        Assert.Equal((RuleName.IdleGpu, Idle.Now, null, TimeSpan.FromMinutes(10)), (warning.Rule, warning.At, warning.ToldAt, warning.Ahead));
        Assert.Equal((ReapStep.Keep, ReapStep.LongKeep), (warning.Keep, warning.LongKeep));
        Assert.Equal([Notice.ReapWarning], step.Messages().Select(message => message.Notice));
        Assert.Equal(Wanted.Running, step.Step?.Machine.Wanted);
    }

    [Fact]
    public void Who_was_warned_ten_minutes_ago_is_stopped_and_told_why()
    {
        var step = Idle.Warned(10).Stepped();
        Assert.True(step.Ends);
        Assert.Equal((Wanted.Stopped, "0 % on its GPU for 2 h"), (step.Step?.Machine.Wanted, step.Step?.Machine.Reason));
        Assert.Equal([Notice.ReapAnswered, Notice.Reaped, Notice.CardChanged], step.Messages().Select(message => message.Notice));
        Assert.Equal(Idle.Now, step.Step?.Machine.DueAt);
    }

    [Fact]
    public void Who_was_warned_nine_minutes_ago_is_not_stopped() => Assert.Null(Idle.Warned(9).Stepped().Step);

    [Fact]
    public void A_warning_that_nobody_got_stops_nobody() => Assert.Null(Idle.Warned(200, told: false).Stepped().Step);

    [Fact]
    public void A_warning_warns_from_when_it_was_delivered()
    {
        var machine = Idle.Warned(200, told: false).Machine;
        var told = IdleWarning.Told(machine, new OutboxMessage(Notice.ReapWarning, Idle.Now, machine.Idle?.Warning?.At), Idle.Now.AddMinutes(-3));
        Assert.Null(Idle.But(_ => told).Stepped().Step);
        Assert.True(Idle.But(_ => told).Remembering(i => i with { Warning = i.Warning is { } w ? w with { ToldAt = Idle.Now.AddMinutes(-10) } : null })
            .Stepped().Ends);
    }

    [Fact]
    public void A_message_of_another_warning_tells_nothing_of_this_one()
    {
        var machine = Idle.Warned(20, told: false).Machine;
        Assert.Equal(machine, IdleWarning.Told(machine, new OutboxMessage(Notice.ReapWarning, Idle.Now, Idle.Now.AddDays(-1)), Idle.Now));
    }

    [Fact]
    public void Use_during_the_grace_calls_it_off_and_edits_the_warning()
    {
        var step = Idle.Warned(60).Ago(5, bin => bin with { MaxUtilization = 90 }).Stepped();
        Assert.False(step.Ends);
        Assert.Null(step.Step?.Machine.Idle?.Warning);
        Assert.Equal([Notice.ReapAnswered], step.Messages().Select(message => message.Notice));
    }

    [Fact]
    public void Use_before_a_warning_was_delivered_needs_no_answer()
    {
        var step = Idle.Warned(1, told: false).Ago(5, bin => bin with { MaxUtilization = 90 }).Stepped();
        Assert.Null(step.Step?.Machine.Idle?.Warning);
        Assert.Empty(step.Messages());
    }

    [Fact]
    public void Use_that_no_pass_has_seen_in_time_begins_it_anew()
    {
        var step = Idle.Warned(50).Ago(45, bin => bin with { MaxUtilization = 90 }).Stepped();
        Assert.False(step.Ends);
        Assert.Equal(Idle.Now, step.Step?.Machine.Idle?.Warning?.At);
        Assert.Equal([Notice.ReapAnswered, Notice.ReapWarning], step.Messages().Select(message => message.Notice));
    }

    [Fact]
    public void Who_is_likely_to_be_back_soon_is_not_stopped_although_they_were_warned()
    {
        var likely = Idle.Warned(10) with { Risk = new ChatOps.Core.Reaping.Risk.Risk(0.9, TimeSpan.FromHours(6), 0.5, 0.1, null) };
        var step = likely.Stepped();
        Assert.False(step.Ends);
        Assert.Null(step.Step?.Machine.Idle?.Warning);
        Assert.Equal("Idle for 2 h; 6 h are allowed, as it is likely to be used again.", step.Step?.Machine.Idle?.CalledOff);
        Assert.Equal([Notice.ReapAnswered], step.Messages().Select(message => message.Notice));
    }

    [Fact]
    public void A_warning_is_not_taken_back_for_a_little_more_likelihood_of_use()
    {
        var warned = Idle.Warned(10).Ago(35, bin => bin with { MaxUtilization = 90 });
        var likelier = warned with { Risk = new ChatOps.Core.Reaping.Risk.Risk(0.2, TimeSpan.FromMinutes(37), 0.1, 0.1, null) };
        Assert.True(likelier.Stepped().Ends);
    }

    [Fact]
    public void A_policy_that_keeps_what_stands_still_for_longer_takes_the_warning_back()
    {
        var warned = IdleCase.Stopped(6.5).Stepped().Step?.Machine ?? IdleCase.Machine;
        var longer = IdleCase.Stopped(6.6).But(_ => warned).Setting(s => s with { DeleteAfter = TimeSpan.FromDays(30) });
        Assert.Null(longer.Stepped().Step?.Machine.Idle?.Warning);
        Assert.NotNull(longer.Stepped().Step?.Machine.Idle?.CalledOff);
    }

    [Fact]
    public void Silence_during_the_grace_puts_it_off_and_calls_nothing_off() => Assert.Null((Idle.Warned(60) with { Use = null }).Stepped().Step);

    [Theory]
    [InlineData(0, 60, 240)]
    [InlineData(1, 30, 120)]
    [InlineData(2, 15, 60)]
    [InlineData(3, null, null)]
    public void Each_Keep_is_shorter_than_the_one_before_and_there_are_three(int kept, int? minutes, int? longMinutes)
    {
        var warning = Idle.Remembering(i => i with { Keeps = kept }).Stepped().Step?.Machine.Idle?.Warning;
        Assert.Equal((minutes, longMinutes), ((int?)warning?.Keep?.TotalMinutes, (int?)warning?.LongKeep?.TotalMinutes));
    }

    [Fact]
    public void Used_again_it_is_as_if_it_had_never_been_kept()
    {
        var step = Idle.Remembering(i => i with { Keeps = 3 }).Ago(5, bin => bin with { MaxUtilization = 90 }).Stepped();
        Assert.Equal(0, step.Step?.Machine.Idle?.Keeps);
        Assert.Empty(step.Messages());
    }

    [Fact]
    public void Who_said_done_is_stopped_without_a_warning() =>
        Assert.True(Idle.Using(use => use with { DoneAt = Idle.Now.AddMinutes(-15) }).Stepped().Ends);

    [Fact]
    public void Where_the_blueprint_only_warns_it_warns_once()
    {
        var warning = Idle.Setting(s => s with { Then = VerdictKind.Warn });
        var step = warning.Stepped();
        Assert.Equal(VerdictKind.Warn, step.Step?.Machine.Idle?.Warning?.Then);
        var told = warning.But(_ => step.Step?.Machine ?? IdleCase.Machine)
            .Remembering(i => i with { Warning = i.Warning is { } w ? w with { ToldAt = Idle.Now.AddHours(-1) } : null });
        Assert.Null(told.Stepped().Step);
    }

    [Fact]
    public void In_a_dry_run_the_managers_read_what_would_have_been_done_and_it_is_not_done()
    {
        var dry = Idle.Setting(s => s with { DryRun = true });
        var warned = dry.Stepped().Step;
        Assert.True(warned?.Machine.Idle?.Warning?.IsRehearsal);
        var over = dry.But(_ => warned?.Machine ?? IdleCase.Machine)
            .Remembering(i => i with { Warning = i.Warning is { } w ? w with { ToldAt = Idle.Now.AddMinutes(-10) } : null });
        var rehearsed = over.Stepped();
        Assert.False(rehearsed.Ends);
        Assert.Equal(Wanted.Running, rehearsed.Step?.Machine.Wanted);
        Assert.Equal([Notice.RehearsalAnswered], rehearsed.Messages().Select(message => message.Notice));
        Assert.Null(over.But(_ => rehearsed.Step?.Machine ?? IdleCase.Machine).Stepped().Step);
    }

    [Fact]
    public void Nobody_is_stopped_on_a_warning_that_was_a_rehearsal()
    {
        var rehearsed = Idle.Warned(60).Remembering(i => i with { Warning = i.Warning is { } w ? w with { IsRehearsal = true } : null });
        var step = rehearsed.Stepped();
        Assert.False(step.Ends);
        Assert.Equal([Notice.RehearsalAnswered, Notice.ReapWarning], step.Messages().Select(message => message.Notice));
    }

    [Fact]
    public void What_stands_still_too_long_is_announced_a_day_ahead_and_then_deleted()
    {
        var step = IdleCase.Stopped(6.5).Stepped();
        var warning = step.Step?.Machine.Idle?.Warning;
        Assert.Equal((VerdictKind.Delete, TimeSpan.FromDays(1)), (warning?.Then, warning?.Ahead));
        var told = IdleCase.Stopped(7.5).Remembering(_ => new IdleState { Warning = warning is { } w ? w with { ToldAt = IdleCase.Now.AddDays(-1) } : null });
        Assert.Equal(Wanted.Deleted, told.Stepped().Step?.Machine.Wanted);
        Assert.Null(told.Remembering(i => i with { Warning = i.Warning is { } w ? w with { ToldAt = IdleCase.Now.AddHours(-23) } : null }).Stepped().Step);
    }

    [Fact]
    public void What_is_deleted_keeps_a_snapshot_as_long_as_the_policy_says_and_as_was_announced()
    {
        var keep = TimeSpan.FromDays(30);
        var warning = IdleCase.Stopped(6.5).Setting(s => s with { KeepSnapshots = keep }).Stepped().Step?.Machine.Idle?.Warning;
        Assert.Equal(keep, warning?.KeepSnapshots);
        var due = IdleCase.Stopped(7.5).Remembering(_ => new IdleState { Warning = warning is { } w ? w with { ToldAt = IdleCase.Now.AddDays(-1) } : null });

        // Also where the policy has changed its mind since.
        var deleted = due.Stepped().Step?.Machine;
        Assert.Equal((Wanted.Deleted, DiskSnapshots.From(IdleCase.Now, keep)), (deleted?.Wanted, deleted?.Snapshots));
        var unannounced = due.Remembering(i => i with { Warning = i.Warning is { } w ? w with { KeepSnapshots = null } : null });
        Assert.Null(unannounced.Stepped().Step?.Machine.Snapshots);
        Assert.Equal(keep, unannounced.Setting(s => s with { KeepSnapshots = keep }).Stepped().Step?.Machine.Snapshots?.Keep);
    }

    [Fact]
    public void What_is_only_stopped_keeps_its_disks_and_needs_no_snapshot()
    {
        var idle = Idle.Setting(s => s with { KeepSnapshots = TimeSpan.FromDays(30) });
        Assert.Null(idle.Stepped().Step?.Machine.Idle?.Warning?.KeepSnapshots);
        Assert.Null(idle.Warned(10).Stepped().Step?.Machine.Snapshots);
        Assert.NotNull(idle.Setting(s => s with { Then = VerdictKind.Delete }).Stepped().Step?.Machine.Idle?.Warning?.KeepSnapshots);
    }

    [Theory]
    [InlineData(119, HeldTold.Nobody, HeldTold.Nobody, false)]
    [InlineData(120, HeldTold.Nobody, HeldTold.Owner, true)]
    [InlineData(300, HeldTold.Owner, HeldTold.Owner, false)]
    [InlineData(480, HeldTold.Owner, HeldTold.Managers, true)]
    public void A_GPU_that_is_held_is_told_to_the_owner_and_then_to_the_managers(int minutes, HeldTold before, HeldTold after, bool told)
    {
        var held = IdleCase.OnFourGpus(bin => bin.Gpu == 1 ? bin with { Processes = 1, MemoryGiB = 38 } : bin with { MaxUtilization = 90 })
            .Remembering(i => i with { HeldSince = Idle.Now.AddMinutes(-minutes), HeldTold = before });
        var step = held.Stepped();
        Assert.Equal(after, (step.Step?.Machine ?? held.Machine).Idle?.HeldTold);
        Assert.Equal(told, step.Messages().Any(message => message.Notice == Notice.GpuHeld));
        Assert.False(step.Ends);
    }

    [Fact]
    public void Which_process_holds_a_GPU_is_remembered_for_who_is_told()
    {
        var held = IdleCase.OnFourGpus(bin => bin.Gpu == 1 ? bin with { Processes = 1, MemoryGiB = 38 } : bin with { MaxUtilization = 90 })
            .Using(use => use with { Holder = new GpuProcess(1, 4182, "python", 38) })
            .Remembering(i => i with { HeldSince = Idle.Now.AddHours(-2) });
        Assert.Equal(
            "python (pid 4182) holds 38 GiB of GPU 1, on which nothing has run for 2 h.", held.Stepped().Step?.Machine.Idle?.HeldSeen);
    }

    // It was told that it is idle, and not that it is stopped.
    [Fact]
    public void Who_was_only_told_is_warned_before_quiet_hours_stop_it()
    {
        var told = Idle.Warned(60).Remembering(i => i with { Warning = i.Warning is { } w ? w with { Then = VerdictKind.Warn } : null })
            .Setting(s => s with { Then = VerdictKind.Warn, IsQuiet = true });
        var step = told.Stepped();
        Assert.False(step.Ends);
        Assert.Equal((RuleName.OffHours, VerdictKind.Stop), (step.Step?.Machine.Idle?.Warning?.Rule, step.Step?.Machine.Idle?.Warning?.Then));
        Assert.Equal([Notice.ReapAnswered, Notice.ReapWarning], step.Messages().Select(message => message.Notice));
    }

    [Fact]
    public void What_is_deleted_for_being_idle_can_be_kept_too()
    {
        var warning = Idle.Setting(s => s with { Then = VerdictKind.Delete }).Stepped().Step?.Machine.Idle?.Warning;
        Assert.Equal((VerdictKind.Delete, ReapStep.Keep), (warning?.Then, warning?.Keep));
    }

    [Fact]
    public void Why_a_warning_was_called_off_is_remembered_until_the_next()
    {
        var used = Idle.Warned(5).Ago(5, bin => bin with { MaxUtilization = 90 }).Stepped().Step?.Machine;
        Assert.Equal("Its GPU was at 90 % just now.", used?.Idle?.CalledOff);
        Assert.Null(Idle.But(_ => used ?? IdleCase.Machine).Stepped().Step?.Machine.Idle?.CalledOff);
    }

    [Fact]
    public void A_dry_run_s_warning_that_is_called_off_is_answered_to_the_managers()
    {
        var dry = Idle.Warned(5).Remembering(i => i with { Warning = i.Warning is { } w ? w with { IsRehearsal = true } : null })
            .Setting(s => s with { DryRun = true }).Ago(5, bin => bin with { MaxUtilization = 90 });
        Assert.Equal([Notice.RehearsalAnswered], dry.Stepped().Messages().Select(message => message.Notice));
    }

    [Fact]
    public void Quiet_hours_that_find_it_in_use_are_told_once_a_night()
    {
        var quiet = Idle.Setting(s => s with { IsQuiet = true }).Ago(5, bin => bin with { MaxUtilization = 90 });
        var step = quiet.Stepped();
        Assert.Equal([Notice.QuietInUse], step.Messages().Select(message => message.Notice));
        var told = quiet.But(_ => step.Step?.Machine ?? IdleCase.Machine);
        Assert.Null(told.Stepped().Step);
        var over = told.Setting(s => s with { IsQuiet = false }).Stepped().Step;
        Assert.False(over?.Machine.Idle?.QuietTold);
        Assert.Empty(over?.Messages ?? []);
    }

    [Fact]
    public void Keep_typed_on_the_machine_is_a_press_of_Keep_within_what_the_policy_allows()
    {
        var typed = Idle.Warned(2).Using(use => use with { KeepUntil = Idle.Now.AddHours(9) });
        var heard = ReapStep.Heard(typed);
        Assert.Equal((Idle.Now.AddHours(4), 1), (heard?.Machine.Idle?.KeptUntil, heard?.Machine.Idle?.Keeps));
        Assert.Null(heard?.Machine.Idle?.Warning);
        Assert.Null(ReapStep.Heard(typed.But(_ => heard?.Machine ?? IdleCase.Machine)));
    }

    [Fact]
    public void Keep_typed_on_the_machine_when_none_is_left_is_refused_in_chat_and_once()
    {
        var typed = Idle.Remembering(i => i with { Keeps = 3 }).Using(use => use with { KeepUntil = Idle.Now.AddHours(2) });
        var heard = ReapStep.Heard(typed);
        Assert.Equal([Notice.KeepRefused], heard?.Messages.Select(message => message.Notice));
        Assert.Null(heard?.Machine.Idle?.KeptUntil);
        var told = typed.But(_ => heard?.Machine ?? IdleCase.Machine);
        Assert.Null(ReapStep.Heard(told));
        Assert.Null(ReapStep.Heard(told.Using(use => use with { KeepUntil = Idle.Now.AddHours(3) })));
        // Nor does whoever types it again and again keep the machine from being judged.
        Assert.NotNull(told.Stepped().Step?.Machine.Idle?.Warning);
    }

    [Fact]
    public void Who_was_refused_a_Keep_is_told_anew_once_it_was_used_in_between()
    {
        var told = Idle.Remembering(i => i with { Keeps = 3, KeepRefused = true });
        var used = told.Ago(5, bin => bin with { MaxUtilization = 90 }).Stepped().Step;
        Assert.Equal((0, false), (used?.Machine.Idle?.Keeps, used?.Machine.Idle?.KeepRefused));
        var none = Idle.Remembering(i => i with { KeepRefused = true }).Ago(5, bin => bin with { MaxUtilization = 90 });
        Assert.False(none.Stepped().Step?.Machine.Idle?.KeepRefused);
    }

    [Fact]
    public void Nobody_is_told_of_a_Keep_for_what_is_not_stopped_anyway()
    {
        var typed = Idle.Remembering(i => i with { Keeps = 3 }).Using(use => use with { KeepUntil = Idle.Now.AddHours(2) });
        Assert.Null(ReapStep.Heard(typed.Setting(s => s with { Enabled = false })));
        Assert.Null(ReapStep.Heard(typed.Setting(s => s with { DryRun = true })));
        Assert.Null(ReapStep.Heard(typed.Setting(s => s with { Exception = new(null, null, new DateOnly(2030, 1, 1), "a demo") })));
    }

    [Fact]
    public void Azure_s_word_that_it_takes_a_spot_machine_back_is_told_once()
    {
        var spot = Idle.But(m => m with { Spot = true }).Using(use => use with { EvictionAt = Idle.Now.AddSeconds(30) });
        var heard = ReapStep.Heard(spot);
        Assert.Equal([Notice.EvictionComing], heard?.Messages.Select(message => message.Notice));
        Assert.Null(ReapStep.Heard(spot.But(_ => heard?.Machine ?? IdleCase.Machine)));
    }
}
