using ChatOps.Core.Words;

namespace ChatOps.Azure.Storage;

/// <summary>What a storage account's connection string says.</summary>
internal sealed record StorageConnectionString(Uri Queues, Uri Tables, StorageSharedKeyCredential Credential)
{
    /// <summary>The account that the emulator has when it is told of no other. Its key is in its documentation and no secret.</summary>
    private const string EmulatorAccount = "devstoreaccount1";
    private const string EmulatorKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <exception cref="UserError">It is none. Its sentence repeats nothing of it, because anything may be the key in the wrong place.</exception>
    public static StorageConnectionString Read(string text)
    {
        var parts = Parts(text);
        if (parts.TryGetValue("UseDevelopmentStorage", out var use))
        {
            return use.Equals("true", StringComparison.OrdinalIgnoreCase)
                ? Emulator(parts.GetValueOrDefault("DevelopmentStorageProxyUri"))
                : throw Wrong("its UseDevelopmentStorage is not \"true\"");
        }
        var account = Demand(parts, "AccountName");
        // Whatever else it is, it must not turn into another host when it becomes part of one.
        if (!account.All(char.IsAsciiLetterOrDigit)) throw Wrong("its AccountName is not of letters and digits");
        return new StorageConnectionString(
            Endpoint(parts, account, "QueueEndpoint", "queue"),
            Endpoint(parts, account, "TableEndpoint", "table"),
            Sign(account, Demand(parts, "AccountKey")));
    }

    private static StorageConnectionString Emulator(string? proxy)
    {
        var host = Address(proxy ?? "http://127.0.0.1", "DevelopmentStorageProxyUri");
        return new StorageConnectionString(
            new UriBuilder(host) { Port = 10001, Path = EmulatorAccount }.Uri,
            new UriBuilder(host) { Port = 10002, Path = EmulatorAccount }.Uri,
            Sign(EmulatorAccount, EmulatorKey));
    }

    /// <summary>Names are told apart without regard to capitals. What we have no use for, such as an address of blobs, may stand there.</summary>
    private static Dictionary<string, string> Parts(string text)
    {
        var parts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // A key ends in "=" too; the first one ends the name.
            if (part.Split('=', 2, StringSplitOptions.TrimEntries) is not [{ Length: > 0 } name, var value])
                throw Wrong("it is not made of NAME=VALUE with \";\" between them");
            if (!parts.TryAdd(name, value)) throw Wrong("it says something twice");
        }
        return parts;
    }

    private static Uri Endpoint(Dictionary<string, string> parts, string account, string name, string service)
    {
        if (parts.TryGetValue(name, out var given)) return Address(given, name);
        var (scheme, suffix) = (parts.GetValueOrDefault("DefaultEndpointsProtocol", "https"), parts.GetValueOrDefault("EndpointSuffix", "core.windows.net"));
        if (scheme.ToLowerInvariant() is not ("http" or "https")) throw Wrong("its DefaultEndpointsProtocol is neither http nor https");
        return Uri.CheckHostName(suffix) == UriHostNameType.Dns
            ? new Uri($"{scheme}://{account}.{service}.{suffix}")
            : throw Wrong("its EndpointSuffix is no host");
    }

    private static Uri Address(string text, string name) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri is { Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "" }
            ? uri
            : throw Wrong($"its {name} is no address");

    private static StorageSharedKeyCredential Sign(string account, string key)
    {
        try
        {
            return new StorageSharedKeyCredential(account, key);
        }
        catch (FormatException)
        {
            throw Wrong("its AccountKey is not base64");
        }
    }

    private static string Demand(Dictionary<string, string> parts, string name) =>
        parts.GetValueOrDefault(name) is { Length: > 0 } value ? value : throw Wrong($"it has no {name}");

    private static UserError Wrong(string what) => new(
        $"{StorageSettings.Name} is no connection string: {what}. Set it to \"UseDevelopmentStorage=true\" or to the one that the emulator is known by.");
}
