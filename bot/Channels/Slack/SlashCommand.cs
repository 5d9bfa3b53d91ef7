using System.Text;
using System.Web;

namespace ChatOps.Bot.Channels.Slack;

/// <summary>A slash command as Slack posts it, as far as it is used.</summary>
/// <param name="Workspace">"T…".</param>
/// <param name="Channel">"C…", "G…" or "D…".</param>
/// <param name="User">"U…" or "W…".</param>
/// <param name="Text">As it came: with &amp;, &lt; and &gt; escaped.</param>
/// <param name="TriggerId">Opens a form within three seconds; another one for each command that is given.</param>
/// <param name="Back">Where else it may be answered.</param>
internal sealed record SlashCommand(string Workspace, string Channel, string User, string Text, string TriggerId, string? Back)
{
    /// <summary>Null when something is missing that cannot be done without.</summary>
    public static SlashCommand? Read(byte[] body)
    {
        var form = HttpUtility.ParseQueryString(Encoding.UTF8.GetString(body));
        return form["team_id"] is { Length: > 0 } workspace
            && form["channel_id"] is { Length: > 0 } channel
            && form["user_id"] is { Length: > 0 } user
            && form["trigger_id"] is { Length: > 0 } trigger
                ? new SlashCommand(workspace, channel, user, form["text"] ?? "", trigger, form["response_url"])
                : null;
    }
}
