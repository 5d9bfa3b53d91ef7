namespace ChatOps.Bot.Channels.Slack;

/// <summary>Who asks, as Slack knows them, and by which request.</summary>
internal sealed record SlackAsker(string Workspace, string User, string RequestId);
