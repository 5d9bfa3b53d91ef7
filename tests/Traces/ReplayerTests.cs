using ChatOps.Simulation.Traces;

namespace ChatOps.Tests.Traces;

/// <summary>What the figures of a replay mean.</summary>
public sealed class ReplayerTests
{
    [Fact]
    public void A_minute_is_used_from_one_percent_on()
    {
        var series = new TraceSeries("a", 0, [0.99f, 1], [0, 0]);
        Assert.Equal((false, true), (series.UsedAt(0), series.UsedAt(1)));
    }

    [Fact]
    public void A_timer_stops_after_as_many_idle_minutes_and_a_restart_takes_five()
    {
        var outcome = Drawn.Play(Peers.Timer(15), 5, -60, 5);
        Assert.Equal((1, 60 - 15, 60 - 15 - 5), (outcome.Stops, outcome.Off, outcome.Reclaimed));
    }

    [Fact]
    public void Nobody_restarts_what_is_not_used_again() => Assert.Equal(45, Drawn.Play(Peers.Timer(15), 5, -60).Reclaimed);

    [Fact]
    public void A_stop_shorter_than_a_restart_reclaims_nothing() => Assert.Equal(0, Drawn.Play(Peers.Timer(15), 5, -18, 5).Reclaimed);

    [Fact]
    public void Reclaimable_are_idle_runs_longer_than_half_an_hour_less_a_restart() =>
        Assert.Equal(31 - 5, Drawn.Play(Peers.Timer(120), 5, -31, 5, -30, 5).Reclaimable);

    [Fact]
    public void A_stopped_machine_is_off_until_the_next_use_and_can_be_stopped_again() =>
        Assert.Equal(2, Drawn.Play(Peers.Timer(15), 5, -60, 1, -60, 5).Stops);

    [Theory]
    [InlineData(15 + 14, 1, 1, 1)]
    [InlineData(15 + 15, 0, 1, 1)]
    [InlineData(15 + 29, 0, 1, 1)]
    [InlineData(15 + 30, 0, 0, 1)]
    [InlineData(15 + 59, 0, 0, 1)]
    [InlineData(15 + 60, 0, 0, 0)]
    public void Use_resumes_soon_when_it_does_within_so_many_minutes_of_the_last_one_on(int idle, int within15, int within30, int within60)
    {
        var outcome = Drawn.Play(Peers.Timer(15), 5, -idle, 5);
        Assert.Equal((within15, within30, within60), (outcome.Resumed15, outcome.Resumed30, outcome.Resumed60));
    }

    [Fact]
    public void A_stop_at_the_end_of_the_series_is_not_false() => Assert.Equal(0, Drawn.Play(Peers.Timer(15), 5, -20).Resumed60);

    [Fact]
    public void What_counts_any_use_never_stops_in_use() => Assert.Equal(0, Drawn.Play(Peers.Timer(5), 5, -6, 1, -6, 1).InUse);

    [Fact]
    public void A_stop_below_ten_percent_can_be_one_in_use()
    {
        var outcome = Replayer.Play([Drawn.Named("slow", 5, 90)], Peers.Dstack())[0];
        Assert.Equal((1, true), (outcome.InUse > 0 ? 1 : 0, outcome.Stops >= outcome.InUse));
    }

    [Fact]
    public void Grace_counts_as_running() => Assert.Equal(60 - 15 - 10, Drawn.Play(new Always(15, 10), 5, -60, 5).Off);

    [Fact]
    public void Use_during_grace_takes_the_warning_back()
    {
        var outcome = Drawn.Play(new Always(15, 10), 5, -20, 5);
        Assert.Equal((1, 0), (outcome.Warnings, outcome.Stops));
    }

    [Fact]
    public void The_end_of_the_series_is_nobodys_stop() => Assert.Equal(0, Drawn.Play(new Always(15, 10), 5, -24).Stops);

    [Fact]
    public void Princeton_waits_two_hours_for_first_use_and_five_for_more()
    {
        Assert.Equal(180, Drawn.Play(Peers.Princeton(), -300).Off);
        Assert.Equal(0, Drawn.Play(Peers.Princeton(), 1, -299).Off);
        Assert.Equal(1, Drawn.Play(Peers.Princeton(), 1, -301).Off);
    }

    [Fact]
    public void An_average_stops_what_is_in_use() => Assert.Equal(1, Drawn.Play(Peers.DayAverage(), -60, 3).InUse);

    [Fact]
    public void The_product_would_see_bins_of_five_minutes()
    {
        var view = new ReplayView(Drawn.Series(3, -9)) { Minute = 6 };
        Assert.Equal([(50, 5), (0, 2)], view.Use(TimeSpan.FromMinutes(30)).Bins.Select(bin => ((int)bin.MaxUtilization, bin.Samples)));
    }

    /// <summary>A timer with a grace.</summary>
    private sealed class Always(int minutes, int grace) : IReplayPolicy, IReplayedMachine
    {
        public string Name => "";
        public int Cadence => 1;
        public int Grace => grace;

        public IReplayedMachine Started(TraceSeries series, int minute) => this;

        public Decision At(ReplayView view)
        {
            var from = Math.Max(view.Series.Start, view.Minute + 1 - minutes);
            return view.Minute + 1 >= minutes && view.Series.NextUse(from) > view.Minute ? Decision.Stop : Decision.Keep;
        }
    }
}
