using System.Collections.Immutable;

namespace ChatOps.Bot.Channels.Slack;

/// <summary>The bot's app in Slack, and the ways to and from it.</summary>
public sealed record SlackSite
{
    /// <summary>What Slack signs each request with.</summary>
    public required string SigningSecret { get; init; }
    /// <summary>The bot's token of each workspace whose people are served, by the workspace's id, "T…"; anybody else is nobody.</summary>
    public required ImmutableDictionary<string, string> Workspaces { get; init; }
    /// <summary>Where the Web API is; ends with a slash.</summary>
    public Uri Api { get; init; } = SlackApi;
    /// <summary>What requests to Slack go through. It follows no redirect, and is its giver's to dispose of.</summary>
    public required HttpMessageHandler Http { get; init; }
    /// <summary>Whether a Slack on this machine is one, as the sandbox's is.</summary>
    public bool TrustsLoopback { get; init; }
    /// <summary>What is waited by, between tries and for a channel's turn; the sandbox's clock stands still.</summary>
    public TimeProvider Waiting { get; init; } = TimeProvider.System;
    /// <summary>What the time is measured by in which a request is to be answered: Slack's own, however fast another clock goes.</summary>
    public TimeProvider Answering { get; init; } = TimeProvider.System;

    public static Uri SlackApi { get; } = new("https://slack.com/api/");

    /// <summary>Without what is secret.</summary>
    public override string ToString() => $"Slack of {string.Join(", ", Workspaces.Keys.Order(StringComparer.Ordinal))}";
}
