using ChatOps.Core.Machines;

namespace ChatOps.Tests.Core.Machines;

/// <summary>Each test lives through the end of a lease, minutes counted from it, looking when the row says so or when it could.</summary>
public sealed class LeaseTests
{
    private static readonly DateTimeOffset End = Situations.Now.AddHours(4);

    [Fact]
    public void Warns_30_and_10_minutes_before_the_end() =>
        Assert.Equal([(-30, Notice.LeaseEnding), (-10, Notice.LeaseEnding), (0, Notice.LeaseEnded)], LiveThrough(OnLease(4 * 60)));

    [Fact]
    public void Says_in_a_warning_when_the_lease_ends()
    {
        var step = At(OnLease(4 * 60), -30).Decide();

        Assert.Equal(End, step.Messages.First(m => m.Notice == Notice.LeaseEnding).Kept);
        Assert.Equal(["Warned that it stops in 30 min"], step.Events.Select(e => e.Text));
    }

    [Theory]
    [InlineData(31, new[] { -30, -10 })]
    [InlineData(30, new[] { -10 })]
    [InlineData(15, new[] { -10 })]
    [InlineData(10, new int[0])]
    [InlineData(5, new int[0])]
    public void Gives_no_warning_that_a_lease_is_too_short_for(int minutes, int[] warnings) =>
        Assert.Equal([.. warnings.Select(at => (at, Notice.LeaseEnding)), (0, Notice.LeaseEnded)], LiveThrough(OnLease(minutes)));

    [Fact]
    public void Warns_once_however_often_it_is_looked_at()
    {
        var warned = At(OnLease(4 * 60), -30).Decide().Machine;

        Assert.All(Enumerable.Range(-30, 20), minute => Assert.Empty(At(warned, minute).Decide().Messages));
    }

    [Fact]
    public void Stops_ten_minutes_after_a_warning_that_was_slept_through() =>
        Assert.Equal([(5, Notice.LeaseEnding), (15, Notice.LeaseEnded)], LiveThrough(OnLease(4 * 60), asleepUntil: 5));

    [Fact]
    public void Gives_one_warning_where_two_were_slept_through() =>
        Assert.Equal([(-3, Notice.LeaseEnding), (7, Notice.LeaseEnded)], LiveThrough(OnLease(4 * 60), asleepUntil: -3));

    [Fact]
    public void Says_when_it_really_ends_after_a_late_warning() => Assert.Equal(End.AddMinutes(15), Lease.End(At(OnLease(4 * 60), 5).Decide().Machine));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(500)]
    public void Does_not_stop_while_its_warning_is_not_delivered(int minute)
    {
        var step = (At(Warned(), minute) with { UnsentWarning = true }).Decide();

        Assert.Equal(Phase.Running, step.Machine.Phase);
        Assert.Equal(Waits.Redraw, step.Wait());
    }

    // Told at +3 that it stops at 0 is not told: the ten minutes run from the delivery, give or take the minute between two looks.
    [Theory]
    [InlineData(3)]
    [InlineData(60)]
    public void Gives_the_full_warning_from_when_it_is_delivered(int delivered)
    {
        var life = LiveThrough(Warned(), unsentUntil: delivered, asleepUntil: -10);

        var (stopped, _) = Assert.Single(life, told => told.Notice == Notice.LeaseEnded);
        Assert.InRange(stopped - delivered, 9, 10);
    }

    [Fact]
    public void Warns_again_after_an_extension()
    {
        var extended = Warned().LeaseUntil(End.AddHours(1), End.AddMinutes(-5));

        Assert.Equal([(30, Notice.LeaseEnding), (50, Notice.LeaseEnding), (60, Notice.LeaseEnded)], LiveThrough(extended));
    }

    [Fact]
    public void Deletes_a_kept_failed_machine_at_its_end()
    {
        var kept = Situations.Kept().But(m => m with { LeaseEndsAt = End, RunningSince = null });
        var warned = (kept with { Now = End.AddMinutes(-10) }).Decide();

        Assert.Equal([Notice.LeaseEnding], warned.Notices());
        Assert.Equal(Wanted.Deleted, (kept with { Machine = warned.Machine, Now = End }).Decide().Machine.Wanted);
    }

    [Fact]
    public void Has_no_end_before_it_has_begun() => Assert.Equal(DateTimeOffset.MaxValue, Lease.End(Situations.In(Phase.Queued).Machine));

    private static Machine OnLease(int minutes) => Situations.In(Phase.Running).Machine.LeaseUntil(End, End.AddMinutes(-minutes));

    private static Machine Warned() => OnLease(4 * 60) with { Warned = TimeSpan.FromMinutes(10), WarnedAt = End.AddMinutes(-10) };

    private static Situation At(Machine machine, int minute) => Situations.In(Phase.Running) with { Machine = machine, Now = End.AddMinutes(minute) };

    /// <summary>Looks each time the row is due, and returns what was told and when, in minutes from the lease's end.</summary>
    private static List<(int Minute, Notice Notice)> LiveThrough(Machine machine, int? asleepUntil = null, int unsentUntil = int.MinValue)
    {
        var told = new List<(int, Notice)>();
        var now = asleepUntil is { } minutes ? End.AddMinutes(minutes) : new[] { End.AddMinutes(-40), machine.DueAt }.Max();
        for (var looks = 0; looks < 200 && machine.Phase == Phase.Running; looks++)
        {
            var minute = (int)(now - End).TotalMinutes;
            var step = (At(machine, minute) with { UnsentWarning = minute < unsentUntil }).Decide();
            told.AddRange(step.Notices().Select(notice => (minute, notice)));
            (machine, now) = (step.Machine, step.Machine.DueAt);
        }
        return told;
    }
}
