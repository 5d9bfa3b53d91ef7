using System.Diagnostics;
using System.Text.Json;
using ChatOps.Core.Machines;

namespace ChatOps.Tests.Core.Machines;

/// <summary>What holds in every phase, whatever is wanted and whatever Azure says. A failing test names the observations that break it.</summary>
public sealed class LifecycleTests
{
    public static readonly MatrixTheoryData<Phase, Wanted> Rows = new(Enum.GetValues<Phase>().Except([Phase.Deleted]), Enum.GetValues<Wanted>());

    [Theory, MemberData(nameof(Rows))]
    public void Always_knows_the_next_step(Phase phase, Wanted wanted) => AssertAll(phase, wanted, s => s.Decide().Machine.Id == s.Machine.Id);

    [Fact]
    public void Looks_at_no_history()
    {
        var deleted = Situations.In(Phase.Deleting).But(m => m with { Phase = Phase.Deleted });

        Assert.Throws<UnreachableException>(() => deleted.Decide());
    }

    [Theory, MemberData(nameof(Rows))]
    public void Decides_the_same_twice(Phase phase, Wanted wanted) => AssertAll(phase, wanted, s => Written(s.Decide()) == Written(s.Decide()));

    [Theory, MemberData(nameof(Rows))]
    public void Never_looks_again_in_the_past(Phase phase, Wanted wanted) => AssertAll(phase, wanted, s => s.Decide().Machine.DueAt >= s.Now);

    [Theory, MemberData(nameof(Rows))]
    public void Always_looks_again_within_the_day(Phase phase, Wanted wanted) =>
        AssertAll(phase, wanted, s => s.Decide().Machine.DueAt <= s.Now + Waits.Quiet);

    [Theory, MemberData(nameof(Rows))]
    public void Builds_nothing_for_whom_nothing_is_wanted(Phase phase, Wanted wanted) =>
        AssertAll(phase, wanted, s => s.Machine.Wanted != Wanted.Deleted || s.Decide().Effects.All(effect => effect.IsDeletion()));

    [Theory, MemberData(nameof(Rows))]
    public void Never_takes_a_termination_back(Phase phase, Wanted wanted) =>
        AssertAll(phase, wanted, s => s.Machine.Wanted != Wanted.Deleted || s.Decide().Machine.Wanted == Wanted.Deleted);

    [Theory, MemberData(nameof(Rows))]
    public void Deletes_only_what_is_wanted_deleted_or_found_no_room(Phase phase, Wanted wanted) =>
        AssertAll(phase, wanted, s => s.Decide() is var step && (phase == Phase.Deleting
            || step.Machine.Wanted == Wanted.Deleted
            || step.Machine.Discarding
            || !step.Effects.Any(effect => effect.IsDeletion())));

    // By then its disks hold somebody's work; a VM that is gone took them with it.
    [Theory, MemberData(nameof(Rows))]
    public void Deletes_nothing_that_was_started_again_unless_it_vanished(Phase phase, Wanted wanted) => AssertAll(phase, wanted, s =>
        s.Machine.Wanted == Wanted.Deleted || s.Machine.Phase is Phase.Queued or Phase.Provisioning or Phase.Failed
        || s.But(m => m with { Start = 2 }).Decide() is var step
            && (step.Machine.Wanted != Wanted.Deleted || step.Notices().Contains(Notice.Vanished) || s.Seen.Vm is null));

    [Theory, MemberData(nameof(Rows))]
    public void Announces_Running_only_with_checks_that_passed(Phase phase, Wanted wanted) =>
        AssertAll(phase, wanted, s => s.Decide() is var step && (!step.Notices().Contains(Notice.Ready)
            || (!step.Machine.Checks.IsEmpty && step.Machine.Checks.All(c => c.Passed))));

    [Theory, MemberData(nameof(Rows))]
    public void Shows_every_event_on_the_card(Phase phase, Wanted wanted) =>
        AssertAll(phase, wanted, s => s.Decide() is var step && (step.Events.IsEmpty || step.Messages.Any(m => m.Notice == Notice.CardChanged)));

    [Theory, MemberData(nameof(Rows))]
    public void Says_nothing_while_nothing_changes(Phase phase, Wanted wanted) =>
        AssertAll(phase, wanted, s => Settled(s) is not { } settled || settled.After(TimeSpan.FromSeconds(59)).Decide().Messages.IsEmpty);

    [Theory, MemberData(nameof(Rows))]
    public void Redraws_a_machine_on_its_way_each_minute(Phase phase, Wanted wanted) => AssertAll(phase, wanted, s =>
        Settled(s) is not { Machine.IsStarting: true } settled
        || settled.After(TimeSpan.FromMinutes(1)).Decide().Messages.Select(m => m.Notice).SequenceEqual([Notice.CardChanged]));

    private static void AssertAll(Phase phase, Wanted wanted, Func<Situation, bool> holds) =>
        Assert.Empty(Observations.All.Where(seen => !holds(seen.Value(Situations.In(phase).Wanting(wanted)))).Select(seen => seen.Key));

    /// <summary>Where it comes to rest while Azure says the same, just shown; null when it is history by then.</summary>
    private static Situation? Settled(Situation s)
    {
        for (var i = 0; i < 20; i++)
        {
            var step = s.Decide();
            if (step.Machine.IsGone) return null;
            if (step.Messages.IsEmpty) return s.But(m => m with { ShownAt = s.Now });
            s = s.Then(step);
        }
        throw new UnreachableException($"It never comes to rest: {s.Machine.Phase}");
    }

    private static string Written(Step step) =>
        $"{JsonSerializer.Serialize(step.Machine)} {JsonSerializer.Serialize(step.Events)} "
        + $"{JsonSerializer.Serialize(step.Messages)} {string.Join(", ", step.Effects.Select(Named))}";

    private static string Named(Effect effect) => effect switch
    {
        Effect.DeleteRuns runs => string.Join('+', runs.Names),
        Effect.DeleteLeftovers leftovers => string.Join('+', leftovers.Ids),
        Effect.CreateVm create => $"{create.Blueprint.Ref}",
        _ => $"{effect}",
    };
}
