using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Sandbox.Playground;

/// <summary>The product as people see it in Teams, through Microsoft's own emulator of its client, in a browser.</summary>
public sealed class PlaygroundTests(Chromium chromium)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_machine_is_launched_and_watched_and_stopped_on_one_card()
    {
        await using var desk = await PlaygroundDesk.OpenAsync(chromium, Cancellation);
        desk.World.FixName("ember-otter");
        await using var scientist = await desk.LookAsync("scientist");
        await scientist.SeesAsync("Hello. I get you GPU machines");

        await scientist.SayAsync("launch pytorch-a100");
        await scientist.SeesAsync("ember-otter is on its way");

        await desk.PassAsync(TimeSpan.FromMinutes(12), Cancellation);
        await scientist.SeesAsync("ember-otter: Running");
        await scientist.SeesNoMoreAsync("ember-otter is on its way");

        await scientist.PressAsync("Stop");
        await scientist.SeesAsync("ember-otter is stopping");

        await desk.PassAsync(TimeSpan.FromMinutes(5), Cancellation);
        await scientist.SeesAsync("ember-otter: Stopped");
        await scientist.SeesNoMoreAsync("ember-otter: Running");
        await scientist.SeesButtonAsync("Start");

        // The terminal and the Playground are about the same machines.
        Assert.Contains("ember-otter", await desk.InTerminalAsync("scientist", "list", Cancellation), StringComparison.Ordinal);
        await desk.InTerminalAsync("scientist", "launch pytorch-t4 --name quiet-robin", Cancellation);
        await scientist.SayAsync("list");
        await scientist.SeesAsync("quiet-robin");
    }

    [Fact]
    public async Task What_is_posted_in_the_channel_is_seen_by_the_manager_and_whoever_may_press_has_the_buttons()
    {
        await using var desk = await PlaygroundDesk.OpenAsync(chromium, Cancellation);
        desk.World.FixName("ember-otter");
        await using var manager = await desk.LookAsync("manager");
        await manager.EnterAsync("Computer Vision - vision");
        await manager.SeesAsync("Mention me and tell me what you want.");
        await using var scientist = await desk.LookAsync("scientist");
        await scientist.EnterAsync("Computer Vision - vision");

        await scientist.PostAsync("launch pytorch-t4");
        await scientist.SeesAsync("ember-otter is on its way");
        await manager.SeesAsync("ember-otter is on its way");

        await desk.PassAsync(TimeSpan.FromMinutes(12), Cancellation);
        await manager.SeesAsync("ember-otter: Running");
        await scientist.PressAsync("Stop");
        await scientist.SeesAsync("ember-otter is stopping");

        await desk.PassAsync(TimeSpan.FromMinutes(5), Cancellation);
        await manager.SeesAsync("ember-otter: Stopped");
        await scientist.SeesButtonAsync("Start");
        await manager.SeesButtonAsync("Start");
    }
}
