using ChatOps.Azure;
using ChatOps.Azure.Monitor;
using ChatOps.Core.Machines;
using ChatOps.Core.Metrics;
using ChatOps.Core.Words;
using ChatOps.Sandbox;
using ChatOps.Sandbox.Play;
using ChatOps.Tests.Tools;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOps.Tests.Sandbox.Monitor;

/// <summary>What is read of the machines of a world, as the product reads it.</summary>
public sealed class GuestAgentsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_machine_trains_from_when_it_is_set_up_until_it_stops()
    {
        await using var play = await Played.LaunchedAsync();
        await play.SayAsync("! advance 30m");

        var use = await play.UseAsync();

        Assert.All(use.Bins, bin => Assert.InRange(bin.MeanUtilization, 80, 100));
        Assert.All(use.Bins.Skip(1).SkipLast(1), bin => Assert.Equal((5, 0, 0), (bin.Samples, bin.Unmeasured, bin.Gpu)));
        Assert.Equal(play.World.Time.GetUtcNow(), use.LastSampleAt);
        Assert.Equal("/usr/bin/python3", use.Holder?.Name);
        Assert.Equal((null, null, null), (use.KeepUntil, use.DoneAt, use.EvictionAt));

        await play.SayAsync("@scientist> stop ember-otter", "! advance 90m");
        Assert.Empty(await play.UsesAsync());
    }

    [Theory]
    [InlineData("idle", 0, 0, 1)]
    [InlineData("zombie", 0, 15.2, 25)]
    [InlineData("notebook", 0, 1.5, 9)]
    [InlineData("preparing", 0, 0, 90)]
    public async Task A_machine_of_which_no_GPU_is_used_shows_what_else_it_does(string workload, float utilization, float memory, float cpu)
    {
        await using var play = await Played.LaunchedAsync();
        await play.SayAsync($"! workload ember-otter {workload}", "! advance 70m");

        var use = await play.UseAsync();

        Assert.All(use.Bins, bin => Assert.Equal((utilization, memory), (bin.MaxUtilization, MathF.Round(bin.MemoryGiB, 1))));
        Assert.InRange(use.Bins.Max(bin => bin.MaxCpu), cpu - 5, cpu + 5);
        Assert.Equal(workload == "notebook" ? 1 : 0, use.Bins.Max(bin => bin.Sessions));
        Assert.Equal(memory > 0, use.Holder is not null);
    }

    [Fact]
    public async Task A_machine_may_be_used_now_and_then_or_wait_for_its_data()
    {
        await using var play = await Played.LaunchedAsync();
        await play.SayAsync("! workload ember-otter bursty", "! advance 70m");
        var bursty = await play.UseAsync();
        await play.SayAsync("! workload ember-otter starved", "! advance 70m");
        var starved = await play.UseAsync();

        // An hour and its last moment.
        Assert.Equal([3, 10], [bursty.Bins.Count(bin => bin.MaxUtilization > 85), bursty.Bins.Count(bin => bin.MaxUtilization == 0)]);
        Assert.All(starved.Bins, bin => Assert.True(bin is { MaxUtilization: >= 20 and <= 45, MeanCpu: > 90, MeanIoWait: > 10 }));
    }

    [Fact]
    public async Task A_file_can_be_replayed()
    {
        using var folder = new TempFolder();
        await File.WriteAllLinesAsync(folder.At("day.csv"), ["minute,util,mem_gib", "0,70,10", "10,0,8.5", "20,0,0"], Cancellation);
        await using var play = await Played.LaunchedAsync();
        await play.SayAsync($"! workload ember-otter replay {folder.At("day.csv")}", "! advance 40m");

        var last = (await play.UseAsync()).Bins.Where(bin => bin.Begin >= play.World.Time.GetUtcNow().AddMinutes(-40)).ToList();

        Assert.Equal([70f, 0f, 0f], new[] { last[1], last[3], last[6] }.Select(bin => bin.MaxUtilization));
        Assert.Equal([10f, 8.5f, 0f], new[] { last[1], last[3], last[6] }.Select(bin => bin.MemoryGiB));
    }

    [Fact]
    public async Task Of_a_silent_machine_nothing_is_heard_and_what_is_typed_on_it_is_heard_with_the_next_sample()
    {
        await using var play = await Played.LaunchedAsync();
        await play.SayAsync("! workload ember-otter silent", "! advance 70m");
        Assert.Empty(await play.UsesAsync());

        var typed = play.World.Time.GetUtcNow();
        await play.SayAsync("! workload ember-otter idle", "! workload ember-otter keep 2h", "! advance 5m");
        var kept = await play.UseAsync();
        Assert.Equal((typed.AddHours(2), null), (kept.KeepUntil, kept.DoneAt));

        var later = play.World.Time.GetUtcNow();
        await play.SayAsync("! workload ember-otter done", "! advance 5m");
        var done = await play.UseAsync();
        Assert.Equal((null, later), (done.KeepUntil, done.DoneAt));
    }

    [Fact]
    public async Task An_eviction_is_told_before_it_happens()
    {
        await using var play = await Played.LaunchedAsync("launch pytorch-t4 on spot for 4h");
        await play.SayAsync("! advance 7m");
        var at = play.World.Time.GetUtcNow();
        await play.SayAsync("! cloud evict ember-otter", "! advance 1s");

        var use = await play.UseAsync();
        Assert.Equal((at.AddSeconds(30), at), (use.EvictionAt, use.LastSampleAt));
    }

    [Fact]
    public async Task What_could_not_be_sent_is_sent_later()
    {
        await using var play = await Played.LaunchedAsync();
        await play.SayAsync("! advance 5m", "! cloud metrics down", "! advance 20m");
        await Assert.ThrowsAsync<CloudFaultException>(() => play.UsesAsync());
        await play.SayAsync("! cloud metrics heal", "! advance 5m");

        Assert.All((await play.UseAsync()).Bins.Skip(1).SkipLast(1), bin => Assert.Equal(5, bin.Samples));
    }

    [Theory]
    [InlineData("! workload ember-otter", "What is the machine used for?")]
    [InlineData("! workload ember-otter dance", "What is the machine used for?")]
    [InlineData("! workload ember-otter 3", "What is the machine used for?")]
    [InlineData("! workload ember-otter keep", "What is the machine used for?")]
    [InlineData("! workload ember-otter replay nowhere.csv", "There is no file")]
    [InlineData("! workload ember-ottr idle", "Did you mean ember-otter?")]
    [InlineData("! cloud metrics", "What happens to the metrics?")]
    [InlineData("! cloud metrics late", "What happens to the metrics?")]
    public async Task What_makes_no_sense_is_refused_with_what_would(string line, string says)
    {
        await using var play = await Played.LaunchedAsync();

        Assert.Contains(says, (await Assert.ThrowsAsync<UserError>(() => play.SayAsync(line))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_world_without_machines_sends_nothing()
    {
        await using var world = await World.OpenAsync(null, Repository.Blueprints, SettableTime.Start, NullLoggerFactory.Instance, Cancellation);
        await world.AdvanceToAsync(SettableTime.Start.AddDays(1), Cancellation);

        Assert.Equal(0, world.Monitor.Requests.Uploads);
    }

    [Fact]
    public async Task All_machines_send_together_every_five_minutes()
    {
        await using var play = await Played.LaunchedAsync();
        await play.SayAsync("! name other-fox", "@scientist2> launch pytorch-t4 for 4h", "! advance 15m");
        var before = play.World.Monitor.Requests.Uploads;
        await play.SayAsync("! advance 60m");

        Assert.Equal(12, play.World.Monitor.Requests.Uploads - before);
        Assert.Equal(2, (await play.UsesAsync()).Count);
    }

    /// <summary>A world in which ember-otter runs.</summary>
    private sealed class Played(World world, Player player) : IAsyncDisposable
    {
        public World World => world;

        public static async Task<Played> LaunchedAsync(string launch = "launch pytorch-t4 for 4h")
        {
            var world = await World.OpenAsync(null, Repository.Blueprints, SettableTime.Start, NullLoggerFactory.Instance, Cancellation);
            var play = new Played(world, new Player(world, _ => { }));
            await play.SayAsync("! name ember-otter", $"@scientist> {launch}", "! advance 15m");
            return play;
        }

        public async Task SayAsync(params string[] lines)
        {
            foreach (var line in lines) await player.PlayAsync(line, Cancellation);
        }

        public async Task<MachineUse> UseAsync() => Assert.Single(await UsesAsync()).Value;

        /// <summary>Of the last hour.</summary>
        public async Task<IReadOnlyDictionary<MachineId, MachineUse>> UsesAsync()
        {
            var options = new LogsQueryClientOptions { Transport = world.Monitor.Transport() };
            options.Retry.MaxRetries = 0;
            var logs = new LogsQueryClient(LogsQueryClient.PublicCloud, SandboxAzure.Credential, options);
            var now = world.Time.GetUtcNow();
            return await new AzureMachineMetrics(logs, SandboxAzure.Metrics.WorkspaceId).ReadAsync(now.AddHours(-1), now.AddTicks(1), null, 1, Cancellation);
        }

        public ValueTask DisposeAsync()
        {
            player.Dispose();
            return world.DisposeAsync();
        }
    }
}
