using ChatOps.Tests.Tools;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace ChatOps.Tests.Tools;

/// <summary>
/// The test run's own browser, started by the first test that asks for it. Playwright's driver is its parent and ends it when
/// this process ends, however that is.
/// </summary>
public sealed class Chromium : IAsyncDisposable
{
    private const string Program = "chromium";

    private readonly Lazy<Task<(IPlaywright Driver, IBrowser Browser)>> _started = new(StartAsync);

    /// <summary>A page with nothing of another's in it: no cookies, no storage. Skips the test where there is no browser.</summary>
    public async Task<IPage> NewPageAsync(BrowserNewPageOptions? options = null)
    {
        Tool.Needs(Program, Program);
        return await (await _started.Value).Browser.NewPageAsync(options);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_started.IsValueCreated) return;
        var (driver, browser) = await _started.Value;
        await browser.DisposeAsync();
        driver.Dispose();
    }

    private static async Task<(IPlaywright Driver, IBrowser Browser)> StartAsync()
    {
        var driver = await Playwright.CreateAsync();
        var options = new BrowserTypeLaunchOptions
        {
            ExecutablePath = Tool.Find(Program),
            // Containers give it no namespaces to make a sandbox of, and a small /dev/shm; what it opens is ours.
            Args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-font-subpixel-positioning", "--disable-lcd-text"],
        };
        return (driver, await driver.Chromium.LaunchAsync(options));
    }
}
