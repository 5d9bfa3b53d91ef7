using ChatOps.Bot.Channels.Slack;
using ChatOps.Bot.Channels.Teams;
using ChatOps.Core.State;
using ChatOps.Sandbox.Chat;
using ChatOps.Sandbox.Loopback;
using Microsoft.Extensions.Logging;

namespace ChatOps.Sandbox.Programs;

/// <summary>What a world has around the program, and what outlives it.</summary>
/// <param name="Folder">The world's own.</param>
/// <param name="Blueprints">The folder with blueprints.</param>
/// <param name="Policy">The policy's file, which is the world's own.</param>
/// <param name="Terminal">Null when people speak elsewhere.</param>
internal sealed record ProgramPlace(
    string Folder, string Blueprints, string Policy, Func<string, ITable> Tables, StandIns Azure, SandboxChat? Terminal,
    VirtualTime Time, ILoggerFactory Logs)
{
    /// <summary>Whether what machines do is measured.</summary>
    public bool IsMeasured { get; init; } = true;
    /// <summary>Null without Teams.</summary>
    public TeamsSite? Teams { get; init; }
    /// <summary>Null without Slack.</summary>
    public SlackSite? Slack { get; init; }
}
