using System.Globalization;
using ChatOps.Core.Words;
using ChatOps.Sandbox.Chat;

namespace ChatOps.Sandbox.Slack;

/// <summary><c>! slack …</c>: what happens in Slack without anybody's saying anything.</summary>
internal static class SlackControls
{
    public static readonly string Help = """
        ! slack remove #vision           somebody removes the bot from the channel; `invite` brings it (back) in
        ! slack home @scientist          looks at the app's Home
        ! slack again                    the last request is delivered once more
        ! slack throttle 5               the next five calls of the bot come too often
        ! slack old                      the workspace does not know the newest blocks; `new`: it does
        """;

    private static readonly string[] Newest = ["data_visualization", "data_table"];

    /// <returns>What there is to deliver; null for nothing.</returns>
    /// <exception cref="UserError">That is no such thing.</exception>
    public static Delivery? Run(SlackClient slack, IReadOnlyList<string> words)
    {
        var standIn = slack.StandIn;
        switch (words)
        {
            case ["remove", ['#', .. var name]]:
                Channel(slack, name).HasBot = false;
                return null;
            case ["invite", ['#', .. var name]]:
                return SlackClient.Of(slack.Gestures.Invite(Channel(slack, name).Members[0], Channel(slack, name)));
            case ["home", ['@', .. var handle]] when standIn.Workspace.Person(handle) is { } person:
                return SlackClient.Of(slack.Gestures.OpenHome(person));
            case ["again"]:
                return SlackClient.Of(slack.Gestures.Redeliver());
            case ["throttle", var count] when int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var times):
                if (standIn.Throttled is > 0 and var left) throw new UserError($"Of the last refusals {left} were not needed yet.");
                standIn.Throttled = times;
                return null;
            case ["old" or "new"]:
                standIn.Unknown = words[0] == "old" ? [.. Newest] : [];
                return null;
            default:
                throw new UserError($"What happens in Slack?\n{Help}");
        }
    }

    private static SlackChannel Channel(SlackClient slack, string name) =>
        slack.StandIn.Workspace.Channel(name) ?? throw new UserError($"{Echo.Name(name)} is no channel such as #vision.");
}
