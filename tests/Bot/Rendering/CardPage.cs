using System.Text.Json;
using ChatOps.Tests.Tools;
using Microsoft.Playwright;

namespace ChatOps.Tests.Bot.Rendering;

/// <summary>A page in which Microsoft's renderer for the web draws cards.</summary>
internal sealed class CardPage : IAsyncDisposable
{
    private readonly IPage _page;
    private readonly List<string> _errors = [];

    private CardPage(IPage page)
    {
        _page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") _errors.Add(message.Text);
        };
        page.PageError += (_, error) => _errors.Add(error);
    }

    /// <summary>What the browser complained about.</summary>
    public IReadOnlyList<string> Errors => _errors;

    public Task<string> TitleAsync() => _page.TitleAsync();

    public ILocator Card => _page.Locator("#card");

    /// <param name="width">In pixels, with a margin of 12 around the card.</param>
    public static async Task<CardPage> OpenAsync(Chromium chromium, int width, CancellationToken cancellationToken)
    {
        await Node.InstalledAsync(cancellationToken);
        var page = await chromium.NewPageAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = width, Height = 40 } });
        await page.SetContentAsync("<!doctype html><html lang=en><title>Card</title><body></body></html>");
        await page.AddScriptTagAsync(new PageAddScriptTagOptions { Path = Repository.At("node_modules", "adaptivecards", "dist", "adaptivecards.min.js") });
        await page.AddScriptTagAsync(new PageAddScriptTagOptions { Path = Repository.At("tests", "Tools", "draw-card.js") });
        return new CardPage(page);
    }

    /// <param name="look">light or dark.</param>
    /// <returns>What the renderer did not understand.</returns>
    public async Task<string[]> DrawAsync(byte[] json, string look = "light")
    {
        using var document = JsonDocument.Parse(json);
        return await _page.EvaluateAsync<string[]>("([json, look]) => drawCard(JSON.parse(json), look)", new[] { document.RootElement.GetRawText(), look });
    }

    public Task<byte[]> PictureAsync() => Card.ScreenshotAsync(new LocatorScreenshotOptions { Animations = ScreenshotAnimations.Disabled });

    public async ValueTask DisposeAsync() => await _page.CloseAsync();
}
