using System.Text.Json.Nodes;
using ChatOps.Core.Words;
using ChatOps.Sandbox.Slack;
using ChatOps.Sandbox.Slack.Page;
using ChatOps.Tests.Tools;
using Microsoft.Playwright;

namespace ChatOps.Tests.Sandbox.Slack;

public sealed class SlackPageTests(Chromium chromium) : IAsyncLifetime
{
    /// <summary>In milliseconds; generous, because machines that run tests are slow now and then.</summary>
    private const int Patience = 60_000;

    private readonly TempFolder _folder = new();
    private readonly List<IPage> _opened = [];
    private SlackDesk? _desk;
    private SlackPage? _page;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private SlackDesk Desk => _desk ?? throw new InvalidOperationException("It has not started.");

    public async ValueTask InitializeAsync()
    {
        await Node.InstalledAsync(Cancellation);
        _desk = await SlackDesk.OpenAsync(Cancellation);
        _page = await SlackPage.StartAsync(_desk.StandIn, _desk.Gestures, Repository.Root, _folder.Root, port: 0, Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var page in _opened) await page.CloseAsync();
        if (_page is not null) await _page.DisposeAsync();
        if (_desk is not null) await _desk.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_message_is_drawn_and_its_button_reaches_the_program()
    {
        var page = await LookAsync("scientist", "vision");
        Post([.. SlackDesk.Line("*otter* is up, <@U0GPUBOT00> says").Concat(SlackDesk.Button("stop")).Select(block => block?.DeepClone())], onlyFor: null);
        await page.GetByText("is up").WaitForAsync();
        await page.GetByTestId("action-stop").ClickAsync();
        await Desk.FirstHeardAsync(Cancellation);

        Assert.Equal("otter", await page.Locator("[data-testid=message] strong, [data-testid=message] b").Last.InnerTextAsync());
        Assert.Equal("stop", (string?)Desk.Heard[0].Json["actions"]?[0]?["action_id"]);
    }

    [Fact]
    public async Task What_asks_first_is_pressed_when_the_person_is_sure()
    {
        var page = await LookAsync("scientist", "vision");
        var buttons = SlackDesk.Button("delete");
        (buttons[0]?["elements"]?[0] as JsonObject)?.Add("confirm", SlackDesk.Parse("""
            {
              "title": { "type": "plain_text", "text": "Delete otter?" }, "text": { "type": "plain_text", "text": "Its disk goes too." },
              "confirm": { "type": "plain_text", "text": "Delete" }, "deny": { "type": "plain_text", "text": "Keep" }, "style": "danger"
            }
            """));
        Post(buttons, onlyFor: null);
        await page.GetByTestId("action-delete").ClickAsync();
        await page.GetByTestId("confirm-deny").ClickAsync();
        await page.GetByTestId("action-delete").ClickAsync();
        await page.GetByTestId("confirm-sure").ClickAsync();
        await Desk.FirstHeardAsync(Cancellation);

        Assert.Single(Desk.Heard);
    }

    [Fact]
    public async Task A_modal_opens_shows_what_is_wrong_and_closes()
    {
        var page = await LookAsync("scientist", "direct");
        Desk.Answer = heard => heard.Path.EndsWith("interactivity", StringComparison.Ordinal) && Desk.Heard.Count < 3
            ? (200, """{"response_action":"errors","errors":{"name":"That name is taken."}}""")
            : (200, "");
        await page.GetByTestId("say").FillAsync("/gpu launch");
        await page.Keyboard.PressAsync("Enter");
        await Desk.FirstHeardAsync(Cancellation);
        await Desk.CallAsync(
            "views.open", new JsonObject { ["trigger_id"] = Desk.Heard[0].Form["trigger_id"], ["view"] = SlackDesk.Modal() }, Cancellation);

        await page.GetByTestId("submit").ClickAsync();
        Assert.Equal("Please complete this required field.", await page.GetByTestId("error-name").InnerTextAsync());
        await page.GetByTestId("action-name").FillAsync("otter");
        await page.GetByTestId("submit").ClickAsync();
        await page.GetByText("That name is taken.").WaitForAsync();
        await page.GetByTestId("action-name").FillAsync("heron");
        await page.GetByTestId("submit").ClickAsync();
        await page.GetByTestId("modal").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });

        Assert.Equal("heron", (string?)Desk.Heard[2].Json["view"]?["state"]?["values"]?["name"]?["name"]?["value"]);
    }

    [Fact]
    public async Task What_is_for_one_person_says_so_and_is_not_on_another_s_page()
    {
        var (mine, theirs) = (await LookAsync("scientist", "vision"), await LookAsync("manager", "vision"));
        Post(SlackDesk.Line("psst"), Desk.Scientist);
        Post(SlackDesk.Line("hello all"), onlyFor: null);
        await theirs.GetByText("hello all").WaitForAsync();
        await mine.GetByText("hello all").WaitForAsync();

        Assert.Equal(0, await theirs.GetByText("psst").CountAsync());
        Assert.Contains("Only visible to you", await mine.GetByTestId("only-you").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_Home_tab_is_published_when_it_is_looked_at()
    {
        var page = await LookAsync("scientist", "direct");
        await page.GetByTestId("tab-home").ClickAsync();
        await Desk.FirstHeardAsync(Cancellation);
        var view = new JsonObject { ["type"] = "home", ["blocks"] = SlackDesk.Line("Your machines") };
        await Desk.CallAsync("views.publish", new JsonObject { ["user_id"] = Desk.Scientist.Id, ["view"] = view }, Cancellation);

        await page.GetByText("Your machines").WaitForAsync();
        Assert.Equal("app_home_opened", (string?)Desk.Heard[0].Json["event"]?["type"]);
    }

    [Fact]
    public async Task Nothing_on_it_comes_from_elsewhere()
    {
        var asked = new List<string>();
        var page = await chromium.NewPageAsync();
        page.Request += (_, request) => asked.Add(request.Url);
        await OpenAsync(page, "scientist", "vision");
        Post(SlackDesk.Line("hello :wave:"), onlyFor: null);
        await page.GetByText("hello").WaitForAsync();

        Assert.All(asked, url => Assert.StartsWith($"{_page?.Address}", url, StringComparison.Ordinal));
    }

    [Fact]
    public void Says_how_it_is_installed_where_it_is_not() =>
        Assert.Contains("Run `npm ci`", PageBundle.Missing(_folder.Root), StringComparison.Ordinal);

    [Fact]
    public async Task Says_what_is_wrong_when_it_cannot_be_made()
    {
        var error = await Assert.ThrowsAsync<UserError>(() => PageBundle.WriteAsync(_folder.Root, _folder.Root, Cancellation));
        Assert.Contains("esbuild", error.Message, StringComparison.Ordinal);
    }

    private async Task<IPage> LookAsync(string handle, string place)
    {
        var page = await chromium.NewPageAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = 1200, Height = 800 } });
        await OpenAsync(page, handle, place);
        return page;
    }

    private async Task OpenAsync(IPage page, string handle, string place)
    {
        _opened.Add(page);
        page.SetDefaultTimeout(Patience);
        await page.GotoAsync($"{_page?.Address}?as={handle}&at={place}");
        await page.GetByTestId("sidebar").WaitForAsync();
    }

    private void Post(JsonArray blocks, SlackPerson? onlyFor) => Desk.Workspace.Post(new SlackMessage
    {
        Ts = Desk.Workspace.NextTs(),
        Channel = Desk.Vision,
        Text = "",
        Blocks = blocks,
        OnlyFor = onlyFor,
    });
}
