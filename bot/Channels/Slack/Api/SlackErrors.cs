using System.Collections.Frozen;

namespace ChatOps.Bot.Channels.Slack.Api;

/// <summary>
/// What the codes mean that the Web API refuses with. Each method's page lists its own: https://docs.slack.dev/reference/methods.
/// </summary>
internal static class SlackErrors
{
    /// <summary>Nothing else of an answer is shown or logged: it may be what somebody wrote.</summary>
    private const int LongestCode = 60;

    /// <summary>Nobody can be told there: the bot is not in it, it is closed, or the person is gone.</summary>
    private static readonly FrozenSet<string> Unreachable = FrozenSet.Create(
        "channel_not_found", "not_in_channel", "is_archived", "is_inactive", "user_not_found", "users_not_found", "user_disabled", "user_not_visible",
        "user_not_in_channel", "cannot_dm_bot", "messages_tab_disabled", "restricted_action", "restricted_action_read_only_channel",
        "restricted_action_thread_only_channel", "restricted_action_non_threadable_channel", "thread_not_found", "cannot_reply_to_message",
        "ekm_access_denied", "team_not_found");

    private static readonly FrozenSet<string> Gone = FrozenSet.Create("message_not_found", "cant_update_message", "edit_window_closed");

    /// <summary>Slack keeps tables as attachments, and may say so.</summary>
    private static readonly FrozenSet<string> Blocks = FrozenSet.Create(
        "invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "invalid_attachments");

    /// <summary>The bot may do nothing at all, until somebody mends it.</summary>
    private static readonly FrozenSet<string> Denied = FrozenSet.Create(
        "not_authed", "invalid_auth", "account_inactive", "token_revoked", "token_expired", "missing_scope", "no_permission", "org_login_required",
        "team_access_not_granted", "not_allowed_token_type", "access_denied", "enterprise_is_restricted");

    /// <summary>Slack itself is in trouble: nobody knows whether it was done.</summary>
    private static readonly FrozenSet<string> Broken = FrozenSet.Create("internal_error", "fatal_error", "service_unavailable", "request_timeout");

    public static string CodeOf(SlackResult? result) =>
        result?.Error is { Length: > 0 and <= LongestCode } code && code.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? code : "unknown_error";

    public static bool IsGone(string code) => Gone.Contains(code);

    public static bool IsDenied(string code) => Denied.Contains(code);

    public static Exception Of(string method, string code) => code switch
    {
        _ when Unreachable.Contains(code) => new UnreachableConversationException($"Slack answered {code} to {method}."),
        _ when Blocks.Contains(code) => new InvalidBlocksException($"Slack answered {code} to {method}."),
        "ratelimited" or "rate_limited" => new BusyConversationException($"Slack answered {code} to {method}."),
        _ => new SlackException($"Slack answered {code} to {method}.") { MayBeDone = Broken.Contains(code) },
    };
}
