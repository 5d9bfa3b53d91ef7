using System.Diagnostics;
using ChatOps.Sandbox.Hosting;

namespace ChatOps.Tests.Sandbox.Hosting;

public sealed class DeathWatchTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kills_the_process_when_who_started_it_is_gone()
    {
        using var process = Sleep();
        using var watch = DeathWatch.Over(process);

        watch.LoseStarter();

        await process.WaitForExitAsync(Cancellation);
        Assert.Equal(128 + 9, process.ExitCode);
    }

    [Fact]
    public void Leaves_it_alone_when_it_need_not_be_watched_any_more()
    {
        using var process = Sleep();

        DeathWatch.Over(process).Dispose();

        Assert.False(process.HasExited);
        process.Kill();
    }

    private static Process Sleep() => Process.Start(new ProcessStartInfo("sleep", ["600"])) ?? throw new InvalidOperationException();
}
