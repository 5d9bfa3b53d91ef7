using ChatOps.Bot.Rendering;
using ChatOps.Sandbox;
using ChatOps.Sandbox.Chat;
using ChatOps.Sandbox.Playground;
using ChatOps.Sandbox.Teams;
using ChatOps.Tests.Tools;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Playwright;

namespace ChatOps.Tests.Sandbox.Playground;

/// <summary>A world whose time the test moves, with a Playground for the scientist and one for the manager, looked at in a browser.</summary>
internal sealed class PlaygroundDesk : IAsyncDisposable
{
    private readonly Chromium _chromium;
    private readonly TempFolder _folder;
    private readonly TokenIssuer _issuer;
    private readonly Playgrounds _playgrounds;

    private PlaygroundDesk(Chromium chromium, TempFolder folder, TokenIssuer issuer, World world, Playgrounds playgrounds) =>
        (_chromium, _folder, _issuer, World, _playgrounds) = (chromium, folder, issuer, world, playgrounds);

    public World World { get; }

    public static async Task<PlaygroundDesk> OpenAsync(Chromium chromium, CancellationToken cancellationToken)
    {
        await Node.InstalledAsync(cancellationToken);
        var (folder, issuer) = (new TempFolder(), await TokenIssuer.StartAsync(cancellationToken));
        var trial = new Trial { Teams = new TeamsTrial(issuer) };
        var world = await World.OpenAsync(null, Repository.Blueprints, SettableTime.Start, trial, NullLoggerFactory.Instance, cancellationToken);
        var playgrounds = await Playgrounds.StartAsync(
            world, issuer, [("scientist", 0), ("manager", 0)], port: 0, Repository.Root, folder.Root, cancellationToken);
        return new PlaygroundDesk(chromium, folder, issuer, world, playgrounds);
    }

    /// <summary>Opens somebody's Playground, at their personal chat.</summary>
    public async Task<PlaygroundPage> LookAsync(string handle)
    {
        var address = _playgrounds.Addresses.Single(window => window.Person.Handle == handle).Address;
        var page = await _chromium.NewPageAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = 1400, Height = 1000 } });
        return await PlaygroundPage.OpenAsync(page, address);
    }

    /// <summary>Says it in the terminal.</summary>
    /// <returns>What the terminal shows then.</returns>
    public async Task<string> InTerminalAsync(string handle, string text, CancellationToken cancellationToken)
    {
        var shown = new List<string>();
        void Note(ChatMessage message) => shown.Add(TextRenderer.Render(message.Card));
        World.Chat.Changed += Note;
        await World.SayAsync(World.Person(handle), channel: null, text, cancellationToken);
        World.Chat.Changed -= Note;
        return string.Join('\n', shown);
    }

    public Task PassAsync(TimeSpan time, CancellationToken cancellationToken) => World.AdvanceToAsync(World.Time.GetUtcNow() + time, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _playgrounds.DisposeAsync();
        await World.DisposeAsync();
        await _issuer.DisposeAsync();
        _folder.Dispose();
    }
}
