using System.Text.RegularExpressions;
using Azure.Core;
using ChatOps.Core.Words;

namespace ChatOps.Azure.Storage;

/// <summary>An account's tables and queues, and how one signs in there: in Azure with Entra's tokens, at the emulator with its key.</summary>
public sealed partial class StorageConnection
{
    private readonly TokenCredential? _token;
    private readonly StorageSharedKeyCredential? _key;

    private StorageConnection(Uri queues, Uri tables, TokenCredential? token, StorageSharedKeyCredential? key) =>
        (Queues, Tables, _token, _key) = (queues, tables, token, key);

    [GeneratedRegex("^[a-z0-9]{3,24}$")]
    private static partial Regex ValidAccount();

    public Uri Queues { get; }

    public Uri Tables { get; }

    /// <summary>Nothing in it is real: both are on this machine.</summary>
    public bool IsEmulator => Queues.IsLoopback && Tables.IsLoopback;

    /// <param name="credential">For the ways without a key; nothing is asked of it before the first request.</param>
    /// <exception cref="UserError">They do not say where storage is. The sentence names the setting, and never what may be secret.</exception>
    public static StorageConnection Open(StorageSettings settings, TokenCredential credential)
    {
        var (account, queues, tables) = (Given(settings.AccountName), Given(settings.QueueServiceUri), Given(settings.TableServiceUri));
        return (Given(settings.ConnectionString), account, queues, tables) switch
        {
            ({ } text, null, null, null) => Open(text),
            (null, { } name, null, null) => OpenAccount(name, credential),
            (null, null, { } q, { } t) => OpenServices(q, t, credential),
            (null, null, null, null) => throw new UserError($"Nothing says where storage is. Set {Ways}."),
            (null, null, _, null) => throw new UserError($"{StorageSettings.TableServiceUriSetting} is not set. Set it beside that of the queues."),
            (null, null, null, _) => throw new UserError($"{StorageSettings.QueueServiceUriSetting} is not set. Set it beside that of the tables."),
            _ => throw new UserError($"Storage is named in two ways. Keep one of them: {Ways}."),
        };
    }

    /// <param name="options">Null for those of somebody who waits for the answer.</param>
    public TableServiceClient OpenTables(TableClientOptions? options = null) => _key is not null
        ? new TableServiceClient(Tables, _key, options)
        : new TableServiceClient(Tables, Token, options);

    /// <param name="options">Null for those of somebody who waits for the answer; who nudges has <see cref="QueueNudges.ClientOptions"/>.</param>
    public QueueServiceClient OpenQueues(QueueClientOptions? options = null) => _key is not null
        ? new QueueServiceClient(Queues, _key, options)
        : new QueueServiceClient(Queues, Token, options);

    private const string Ways = $"{StorageSettings.AccountNameSetting}, or {StorageSettings.QueueServiceUriSetting} and "
        + $"{StorageSettings.TableServiceUriSetting}, or for the emulator {StorageSettings.Name} to its connection string";

    private TokenCredential Token => _token ?? throw new InvalidOperationException("A connection has a key or a token.");

    private static StorageConnection Open(string connectionString)
    {
        var read = StorageConnectionString.Read(connectionString);
        foreach (var uri in new[] { read.Queues, read.Tables })
        {
            if (uri.IsLoopback) continue;
            throw new UserError($"{StorageSettings.Name} is a connection string to {uri.Host}. A key opens only the emulator on this machine. For Azure, set "
                + $"{StorageSettings.AccountNameSetting} instead, or {StorageSettings.QueueServiceUriSetting} and {StorageSettings.TableServiceUriSetting}.");
        }
        return new StorageConnection(read.Queues, read.Tables, token: null, read.Credential);
    }

    private static StorageConnection OpenAccount(string name, TokenCredential credential) => ValidAccount().IsMatch(name)
        ? new StorageConnection(
            new Uri($"https://{name}.queue.core.windows.net"), new Uri($"https://{name}.table.core.windows.net"), credential, key: null)
        : throw new UserError($"{StorageSettings.AccountNameSetting} is no name of a storage account. It is 3 to 24 small letters and digits, without a host.");

    private static StorageConnection OpenServices(string queues, string tables, TokenCredential credential) => new(
        Service(queues, StorageSettings.QueueServiceUriSetting, "queue"),
        Service(tables, StorageSettings.TableServiceUriSetting, "table"),
        credential,
        key: null);

    /// <summary>What else could stand in it is a shared access signature, which would be neither used nor kept secret.</summary>
    private static Uri Service(string text, string setting, string service) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri is { Scheme: "https", UserInfo: "", Query: "", Fragment: "" }
            ? uri
            : throw new UserError($"{setting} is no address of a service. Set it to one like https://ACCOUNT.{service}.core.windows.net.");

    private static string? Given(string? setting) => string.IsNullOrWhiteSpace(setting) ? null : setting.Trim();
}
