using ChatOps.Sandbox;
using ChatOps.Sandbox.History;
using ChatOps.Sandbox.Slack;
using ChatOps.Sandbox.Slack.Page;
using ChatOps.Tests.Tools;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Playwright;

namespace ChatOps.Tests.Sandbox.Slack;

/// <summary>
/// The product as people see it in Slack, as the sandbox plays it, in a browser. The pictures of the guide are taken on the way, anew with
/// <c>UPDATE_IMAGES=1 dotnet test --filter FullyQualifiedName~SlackInTheBrowser</c>.
/// </summary>
public sealed class SlackInTheBrowserTests(Chromium chromium) : IAsyncLifetime
{
    private const int LargestPicture = 160 * 1024;

    /// <summary>In milliseconds; generous, because machines that run tests are slow now and then.</summary>
    private const int Patience = 60_000;

    private readonly TempFolder _folder = new();
    private readonly List<IPage> _pages = [];
    private World? _world;
    private SlackDoor? _door;
    private SlackPage? _slack;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private World World => _world ?? throw new InvalidOperationException("It has not started.");

    public async ValueTask InitializeAsync()
    {
        await Node.InstalledAsync(Cancellation);
        var trial = new Trial { Slack = new SlackTrial() };
        _world = await World.OpenAsync(null, Repository.Blueprints, SettableTime.Start, trial, NullLoggerFactory.Instance, Cancellation);
        var standIn = World.Slack ?? throw new InvalidOperationException("There is no Slack.");
        _door = new SlackDoor(World.SlackDoors, World.Time);
        _slack = await SlackPage.StartAsync(standIn, new SlackGestures(standIn, _door), Repository.Root, _folder.Root, port: 0, Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var page in _pages) await page.CloseAsync();
        if (_slack is not null) await _slack.DisposeAsync();
        _door?.Dispose();
        if (_world is not null) await _world.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_machine_is_launched_by_a_form_watched_and_stopped_on_one_card_and_seen_at_Home()
    {
        World.FixName("ember-otter");
        var scientist = await LookAsync("scientist", "vision");
        await SayAsync(scientist, "/gpu launch");
        await scientist.Locator("[data-block-id=blueprint] select").SelectOptionAsync("pytorch-a100");
        await FillAsync(scientist, "gpus", "3");
        await FillAsync(scientist, "reason", "ablations for the Friday review");
        await scientist.GetByTestId("submit").ClickAsync();
        await SeesAsync(scientist, "pytorch-a100 comes with 1, 2 or 4 GPUs, not 3.");
        await PictureAsync(scientist, "slack-modal");

        await FillAsync(scientist, "gpus", "2");
        await scientist.GetByTestId("submit").ClickAsync();
        await SeesAsync(scientist, "ember-otter is on its way");
        await PassAsync(TimeSpan.FromMinutes(4));
        await SeesAsync(scientist, "Install the environment");
        await PictureAsync(scientist, "slack-launch");

        await PassAsync(TimeSpan.FromMinutes(10));
        await SeesAsync(scientist, "ember-otter: Running");
        Assert.Equal(0, await scientist.GetByText("ember-otter is on its way").CountAsync());
        var manager = await LookAsync("manager", "vision");
        await SeesAsync(manager, "ember-otter: Running");
        await SayAsync(scientist, "connect");
        await SeesAsync(scientist, "az ssh vm");
        Assert.Equal(0, await manager.GetByText("az ssh vm").CountAsync());
        World.FixName("quiet-robin");
        await SayAsync(manager, "/gpu launch pytorch-t4");
        await PassAsync(TimeSpan.FromMinutes(90));
        await SayAsync(manager, "/gpu list team");
        await SeesAsync(manager, "Machines of Computer Vision (2)");
        await PictureAsync(manager, "slack-channel");

        var home = await LookAsync("scientist", "home");
        await SeesAsync(home, "Your machines (1)");
        await SeesAsync(home, "Spent so far");
        await PictureAsync(home, "slack-home");
        await home.GetByText("Stop", new PageGetByTextOptions { Exact = true }).ClickAsync();
        await SeesAsync(home, "What runs on ember-otter ends.");
        await home.GetByTestId("confirm-sure").ClickAsync();
        await SeesAsync(home, "ember-otter is stopping");
        await PassAsync(TimeSpan.FromMinutes(5));
        await SeesAsync(home, "ember-otter: Stopped");
        await SeesAsync(scientist, "ember-otter: Stopped");
    }

    [Fact]
    public async Task The_morning_after_a_team_s_channel_has_what_the_day_has_cost()
    {
        await HistoryLine.RunAsync(World, ["30d"], Cancellation);
        var manager = await LookAsync("manager", "vision");
        World.FixName("ember-otter");
        await SayAsync(manager, "/gpu launch pytorch-a100 for 8 hours");
        await SeesAsync(manager, "is on its way");
        await PassAsync(TimeSpan.FromHours(24));
        await SeesAsync(manager, "Who spent most");
        await manager.SetViewportSizeAsync(960, 1560);
        await PictureAsync(manager, "slack-digest");
    }

    private async Task<IPage> LookAsync(string handle, string at)
    {
        var page = await chromium.NewPageAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = 960, Height = 760 } });
        page.SetDefaultTimeout(Patience);
        _pages.Add(page);
        await page.GotoAsync($"{_slack?.Address}?as={handle}&at={at}");
        return page;
    }

    private static async Task SayAsync(IPage page, string text)
    {
        await page.GetByTestId("say").FillAsync(text);
        await page.GetByTestId("say").PressAsync("Enter");
    }

    private static Task FillAsync(IPage page, string field, string text) => page.Locator($"[data-block-id={field}] input").FillAsync(text);

    private static Task SeesAsync(IPage page, string text) => page.GetByText(text).First.WaitForAsync();

    private Task PassAsync(TimeSpan time) => World.AdvanceToAsync(World.Time.GetUtcNow() + time, Cancellation);

    private static async Task PictureAsync(IPage page, string name)
    {
        var file = Repository.At("docs", "images", $"{name}.png");
        if (Environment.GetEnvironmentVariable("UPDATE_IMAGES") == "1")
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = file, Animations = ScreenshotAnimations.Disabled });
        Assert.InRange(new FileInfo(file).Length, 1, LargestPicture);
    }
}
