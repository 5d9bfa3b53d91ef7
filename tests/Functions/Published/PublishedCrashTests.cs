using System.Diagnostics;
using ChatOps.Sandbox;
using ChatOps.Sandbox.Hosting;
using ChatOps.Sandbox.Play;
using ChatOps.Sandbox.Programs;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Functions.Published;

/// <summary>The process is killed while it works on something; its host starts it again and delivers again.</summary>
public sealed class PublishedCrashTests(PublishedProgram program)
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <param name="path">Part of the path of the request to Azure before whose answer it is killed.</param>
    [Theory]
    [InlineData("PUT", "/virtualMachines/gpu-")]
    [InlineData("PUT", "/extensions/")]
    [InlineData("PUT", "/runCommands/")]
    [InlineData("GET", "/virtualMachines/gpu-")]
    public async Task A_process_killed_in_the_middle_costs_nothing_but_time(string method, string path)
    {
        var (hosts, failed, dead) = (new List<FunctionsHost>(), 0, 0);
        var trial = new FunctionsTrial(await program.DeploymentAsync())
        {
            Started = host =>
            {
                hosts.Add(host);
                host.Invoked += call =>
                {
                    if (!call.Succeeded) Interlocked.Increment(ref failed);
                };
            },
        };
        await using var world = await World.OpenAsync(
            null, Repository.Blueprints, Start, new Trial { Functions = trial }, LineLogs.To(TextWriter.Null), Cancellation);
        world.Cloud.Exchanged += exchange =>
        {
            if (exchange.Method != method || !exchange.Url.AbsolutePath.Contains(path, StringComparison.Ordinal)) return;
            if (Interlocked.CompareExchange(ref dead, hosts[0].Handler.ProcessId, 0) != 0) return;
            using var handler = Process.GetProcessById(dead);
            handler.Kill();
            // Its answer finds nobody.
            handler.WaitForExit();
        };
        using var player = new Player(world, _ => { });

        await player.PlayAsync("@scientist #vision> launch pytorch-t4 for 8h --name ember-otter", Cancellation);
        await player.PlayAsync("! advance 40m", Cancellation);
        await player.PlayAsync("@scientist> status ember-otter", Cancellation);
        await player.PlayAsync("! expect ember-otter: Running", Cancellation);

        Assert.NotEqual(0, dead);
        Assert.NotEqual(dead, hosts[0].Handler.ProcessId);
        Assert.InRange(failed, 1, 2);
        Assert.Single(world.Cloud.State.Vms);
    }
}
