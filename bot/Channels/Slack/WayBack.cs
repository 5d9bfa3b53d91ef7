using ChatOps.Bot.Channels.Slack.Api;

namespace ChatOps.Bot.Channels.Slack;

/// <summary>The address that a request may be answered at: five times, within half an hour.</summary>
internal sealed class WayBack
{
    private const int Most = 5;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);
    private const string Host = "hooks.slack.com";

    private readonly SlackClient _slack;
    private readonly TimeProvider _time;
    private readonly Uri _address;
    private readonly DateTimeOffset _until;
    private int _used;

    private WayBack(SlackClient slack, TimeProvider time, Uri address) =>
        (_slack, _time, _address, _until) = (slack, time, address, time.GetUtcNow() + Longest);

    /// <summary>Null where there is none, or it is not Slack's: what is said there may be for one person only.</summary>
    public static WayBack? Of(string? address, SlackSite site, SlackClient slack, TimeProvider time)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.UserInfo.Length > 0) return null;
        var isSlacks = uri is { Scheme: "https", IsDefaultPort: true } && uri.IdnHost.Equals(Host, StringComparison.OrdinalIgnoreCase);
        return isSlacks || (site.TrustsLoopback && uri is { Scheme: "http", IsLoopback: true }) ? new WayBack(slack, time, uri) : null;
    }

    /// <param name="message">As <see cref="SlackMessage.Answer"/> makes it.</param>
    /// <returns>False when it takes no more.</returns>
    public async Task<bool> TryAnswerAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken) =>
        _time.GetUtcNow() < _until
        && Interlocked.Increment(ref _used) <= Most
        && await _slack.AnswerAsync(_address, message, cancellationToken);
}
