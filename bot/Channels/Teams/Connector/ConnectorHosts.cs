using System.Text.RegularExpressions;

namespace ChatOps.Bot.Channels.Teams.Connector;

/// <summary>
/// Whom the bot's own token is shown to. Where an activity is to be answered stands in the activity, so that a connector is known by its
/// host too.
/// </summary>
internal static partial class ConnectorHosts
{
    [GeneratedRegex(@"\A(?:[a-z0-9-]+\.)*botframework\.com\z|\Asmba\.trafficmanager\.net\z|\Asmba\.infra\.(?:[a-z0-9-]+\.)*teams\.microsoft\.(?:com|us)\z")]
    private static partial Regex Microsoft();

    public static bool Trusts(TeamsSite site, string serviceUrl)
    {
        if (!Uri.TryCreate(serviceUrl, UriKind.Absolute, out var uri) || uri.UserInfo.Length > 0) return false;
        if (site.TrustsLoopback && uri.IsLoopback && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)) return true;
        return uri.Scheme == Uri.UriSchemeHttps && uri.IsDefaultPort && Microsoft().IsMatch(uri.IdnHost.ToLowerInvariant());
    }
}
