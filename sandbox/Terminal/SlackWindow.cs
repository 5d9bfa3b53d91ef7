using ChatOps.Core.Words;
using ChatOps.Sandbox.Slack;
using ChatOps.Sandbox.Slack.Page;

namespace ChatOps.Sandbox.Terminal;

/// <summary>Slack in the browser, beside the terminal and on the same machines.</summary>
internal sealed class SlackWindow : IAsyncDisposable
{
    /// <summary>If that is free.</summary>
    private const int Port = 56160;

    private readonly SlackDoor _door;
    private readonly SlackPage _page;

    private SlackWindow(SlackDoor door, SlackPage page) => (_door, _page) = (door, page);

    public Uri Address => _page.Address;

    /// <param name="world">Opened with Slack.</param>
    /// <param name="root">The folder that <c>npm ci</c> was run in.</param>
    /// <param name="folder">Where the page's program is written.</param>
    /// <exception cref="UserError">The page could not be made.</exception>
    public static async Task<SlackWindow> OpenAsync(World world, string root, string folder, CancellationToken cancellationToken)
    {
        var slack = world.Slack ?? throw new InvalidOperationException("The world was opened without Slack.");
        var door = new SlackDoor(world.SlackDoors, world.Time);
        try
        {
            return new SlackWindow(door, await SlackPage.StartAsync(slack, new SlackGestures(slack, door), root, folder, Port, cancellationToken));
        }
        catch
        {
            door.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _page.DisposeAsync();
        _door.Dispose();
    }
}
