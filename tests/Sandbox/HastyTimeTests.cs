using ChatOps.Sandbox;

namespace ChatOps.Tests.Sandbox;

public sealed class HastyTimeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pause_is_short_and_a_limit_is_as_long_as_it_is()
    {
        var time = new HastyTime();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10), time);
        await Task.Delay(TimeSpan.FromSeconds(8), time, Cancellation).WaitAsync(TimeSpan.FromSeconds(6), Cancellation);
        await Task.Delay(TimeSpan.FromSeconds(9), time, Cancellation);

        // Over, if it were shortened too.
        Assert.False(limit.IsCancellationRequested);
    }
}
