using System.Collections.Immutable;
using ChatOps.Bot.Channels.Slack;
using ChatOps.Functions.Sandboxed;

namespace ChatOps.Sandbox.Slack;

/// <summary>The app's registration in the Slack that the sandbox plays, as the product is told of it.</summary>
public static class SandboxSlack
{
    public const string SigningSecret = "sandbox-slack-signing-secret";

    public const string WorkspaceId = "T0SANDBOX1";

    public const string Domain = "contoso-sandbox";

    /// <summary>The workspace of another organisation.</summary>
    public const string ElsewhereId = "T0ELSEWHER";

    /// <summary>The stand-in asks for this one; it looks like a token, so that it is noticed where it should not be.</summary>
    public const string BotToken = "xoxb-sandbox";

    /// <summary>The bot as a user.</summary>
    public const string BotId = "U0GPUBOT00";

    /// <summary>The bot as who writes its messages.</summary>
    public const string BotProfileId = "B0GPUBOT00";

    public const string BotName = "GPU ChatOps";

    public const string AppId = "A0GPUCHAT0";

    public const string Command = "/gpu";

    /// <param name="api">Where the Web API is played.</param>
    public static SlackSite Site(Uri api) => new()
    {
        SigningSecret = SigningSecret,
        Workspaces = ImmutableDictionary<string, string>.Empty.Add(WorkspaceId, BotToken),
        Api = api,
        Http = new SocketsHttpHandler(),
        TrustsLoopback = true,
        Waiting = new HastyTime(),
        Answering = new PatientTime(),
    };
}
