using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace ChatOps.Bot.Channels.Teams.Tokens;

/// <summary>
/// The keys that the Bot Connector signs with. They are fetched when first asked for, once a day, and when a token names one that is not
/// known; one fetch at a time, for all who wait for it. Where a fetch fails, those that there are stay.
/// </summary>
internal sealed class ConnectorKeys(TeamsSite site, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    /// <summary>Anybody can name a key that nobody knows, as often as they like.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);

    /// <summary>While there are none at all nothing can be answered, and trying again soon costs little.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(10);

    /// <summary>Of each of a fetch's two requests; Teams waits for 15 s.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private const int LongestAnswer = 1024 * 1024;

    private readonly Lock _lock = new();
    private Task _fetch = Task.CompletedTask;
    private DateTimeOffset? _triedAt;
    private volatile Fetched? _fetched;
    private volatile Exception? _failure;

    private sealed record Fetched(SigningKeys Keys, DateTimeOffset At);

    /// <summary>Null until there are any.</summary>
    public SigningKeys? Latest => _fetched?.Keys;

    /// <returns>The key, and the set that it is in; null when there is no such key.</returns>
    /// <exception cref="NoSigningKeysException">There may be one: nobody could be asked.</exception>
    public async Task<(SigningKey Key, SigningKeys Keys)?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (_fetched is not { } fetched || !fetched.Keys.ById.ContainsKey(id)) await RefreshAsync().WaitAsync(cancellationToken);
        // Whoever names a key that is known need not wait for those that may be new.
        else if (IsOld(fetched)) _ = RefreshAsync();
        if (_fetched is { Keys: var keys } && keys.ById.TryGetValue(id, out var key)) return (key, keys);
        return _failure is { } failure ? throw new NoSigningKeysException(failure) : null;
    }

    private bool IsOld(Fetched fetched) => (time.GetUtcNow() - fetched.At).Duration() >= Kept;

    /// <summary>Who asks and goes away does not end it for the others.</summary>
    private Task RefreshAsync()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var pause = _fetched is null ? FirstPause : Pause;
            if (!_fetch.IsCompleted || (_triedAt is { } tried && (now - tried).Duration() < pause)) return _fetch;
            _triedAt = now;
            return _fetch = Task.Run(() => FetchAsync(now), CancellationToken.None);
        }
    }

    private async Task FetchAsync(DateTimeOffset now)
    {
        try
        {
            using var http = new HttpClient(site.Http, disposeHandler: false) { Timeout = Patience, MaxResponseContentBufferSize = LongestAnswer };
            using var about = JsonDocument.Parse(await http.GetByteArrayAsync(site.OpenIdMetadata));
            using var keys = JsonDocument.Parse(await http.GetByteArrayAsync(AddressOfKeys(about.RootElement)));
            _fetched = new Fetched(SigningKeys.Read(keys.RootElement), now);
            _failure = null;
        }
        // Whatever it is, it must not end a task that others wait for, and the next fetch may do.
        catch (Exception e)
        {
            _failure = e;
            Log.KeysNotFetched(log, e);
        }
    }

    /// <summary>No less safe a place than the one that names it.</summary>
    private Uri AddressOfKeys(JsonElement about)
    {
        if (about.ValueKind == JsonValueKind.Object
            && about.TryGetProperty("jwks_uri", out var told)
            && told.ValueKind == JsonValueKind.String
            && Uri.TryCreate(told.GetString(), UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeHttps || (IsHttpHere(address) && IsHttpHere(site.OpenIdMetadata)))) return address;
        throw new InvalidDataException("The metadata names no https address of keys.");
    }

    private static bool IsHttpHere(Uri address) => address is { Scheme: "http", IsLoopback: true };
}
