using Microsoft.Playwright;

namespace ChatOps.Tests.Sandbox.Playground;

/// <summary>One person's Playground in the browser. Whatever is done here waits by itself until it can be done.</summary>
internal sealed class PlaygroundPage : IAsyncDisposable
{
    /// <summary>In milliseconds; generous, because machines that run tests are slow now and then.</summary>
    private const int Patience = 60_000;

    private readonly IPage _page;

    private PlaygroundPage(IPage page)
    {
        _page = page;
        page.SetDefaultTimeout(Patience);
    }

    public static async Task<PlaygroundPage> OpenAsync(IPage page, Uri address)
    {
        var opened = new PlaygroundPage(page);
        // It asks for fonts from the internet, which a test does not depend on.
        await page.RouteAsync(url => !url.StartsWith(address.AbsoluteUri, StringComparison.Ordinal), route => route.AbortAsync());
        await page.GotoAsync($"{address}");
        await page.GetByText("Connected.").WaitForAsync();
        return opened;
    }

    /// <summary>In the personal chat.</summary>
    public async Task SayAsync(string text)
    {
        await _page.GetByRole(AriaRole.Textbox).Last.ClickAsync();
        await _page.Keyboard.TypeAsync(text);
        await _page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Send Message" }).ClickAsync();
    }

    /// <summary>Goes to a channel of the team.</summary>
    public Task EnterAsync(string channel) => _page.GetByRole(AriaRole.Treeitem, new PageGetByRoleOptions { Name = channel }).ClickAsync();

    /// <summary>Mentions the bot in a new post of the channel.</summary>
    public async Task PostAsync(string text)
    {
        await _page.GetByRole(AriaRole.Textbox).First.ClickAsync();
        await _page.Keyboard.TypeAsync("@");
        await _page.GetByRole(AriaRole.Menuitem, new PageGetByRoleOptions { Name = "GPU ChatOps" }).ClickAsync();
        await _page.Keyboard.TypeAsync(text);
        await _page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Post", Exact = true }).ClickAsync();
    }

    public Task PressAsync(string button) => Button(button).ClickAsync();

    public Task SeesButtonAsync(string button) => Button(button).WaitForAsync();

    /// <summary>Waits until it is there.</summary>
    /// <param name="text">A part of what a card says.</param>
    public Task SeesAsync(string text) => _page.GetByText(text).First.WaitForAsync();

    /// <summary>Waits until it is there no longer.</summary>
    public Task SeesNoMoreAsync(string text) =>
        Assertions.Expect(_page.GetByText(text)).ToHaveCountAsync(0, new LocatorAssertionsToHaveCountOptions { Timeout = Patience });

    public async ValueTask DisposeAsync() => await _page.CloseAsync();

    private ILocator Button(string name) => _page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name, Exact = true }).Last;
}
