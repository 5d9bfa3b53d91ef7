using ChatOps.Bot.Channels.Teams;

namespace ChatOps.Sandbox.Teams;

/// <summary>The bot's registration in the Teams that the sandbox plays, as the product is told of it.</summary>
internal static class SandboxTeams
{
    public const string AppId = "00000000-0000-4000-8000-0000000000b0";

    public const string TenantId = "00000000-0000-4000-8000-0000000000ad";

    /// <summary>The bot's own account there.</summary>
    public const string BotId = $"28:{AppId}";

    /// <summary>The group chat of everybody in the policy.</summary>
    public const string GroupChat = "19:gpu-people@thread.v2";

    /// <summary>Of the connector's address, as Teams has it in one of its regions.</summary>
    public const string ServicePath = $"amer/{TenantId}";

    /// <summary>The address that Microsoft's OpenAPI file gives what the connector is asked at here.</summary>
    /// <param name="path">With its query.</param>
    public static Uri Public(string path) =>
        new($"https://api.botframework.com{path.Replace($"/{ServicePath}", "", StringComparison.Ordinal)}");

    /// <param name="metadata">Where the one who signs publishes its keys.</param>
    public static TeamsSite Site(Uri metadata) => new()
    {
        AppId = AppId,
        TenantId = TenantId,
        OpenIdMetadata = metadata,
        // The stand-in asks for a token, any token; this one looks like one, so that it is noticed where it should not be.
        Token = _ => new ValueTask<string>("eyJhbGciOiJub25lIn0.sandbox-bot."),
        Http = new SocketsHttpHandler(),
        TrustsLoopback = true,
        Waiting = new HastyTime(),
    };
}
