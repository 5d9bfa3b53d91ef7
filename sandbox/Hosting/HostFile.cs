using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace ChatOps.Sandbox.Hosting;

/// <summary>What this host obeys of <c>host.json</c>; the defaults are the Functions host's.</summary>
internal sealed record HostFile
{
    private const string OverridePrefix = "AzureFunctionsJobHost__";

    /// <summary>Comments, and numbers in quotes, as the Functions host allows them.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
        RespectNullableAnnotations = true,
    };

    private static readonly JsonNodeOptions AnyCase = new() { PropertyNameCaseInsensitive = true };

    public required string Version { get; init; }

    public required CustomHandlerSection CustomHandler { get; init; }

    public ExtensionsSection Extensions { get; init; } = new();

    public BundleSection? ExtensionBundle { get; init; }

    /// <summary>How long an invocation may take; below zero for any time.</summary>
    public TimeSpan FunctionTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <param name="settings">Some of them override what the file says.</param>
    /// <exception cref="InvalidDataException">It is missing or wrong.</exception>
    public static HostFile Read(string appRoot, IReadOnlyDictionary<string, string> settings)
    {
        var file = Path.Combine(appRoot, "host.json");
        if (!File.Exists(file)) throw new InvalidDataException($"There is no host.json in {appRoot}.");
        try
        {
            var root = JsonNode.Parse(File.ReadAllText(file), AnyCase, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
            foreach (var (name, value) in settings.Where(s => s.Key.StartsWith(OverridePrefix, StringComparison.OrdinalIgnoreCase)))
                Override(root?.AsObject(), name[OverridePrefix.Length..].Split("__"), value);
            var host = root.Deserialize<HostFile>(Json) ?? throw new InvalidDataException("host.json is empty.");
            host.Check();
            return host;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"host.json: {e.Message}", e);
        }
    }

    private void Check()
    {
        if (Version != "2.0") throw new InvalidDataException($"host.json: version is \"{Version}\" and has to be \"2.0\".");
        if (CustomHandler.Http?.Routes is { Count: > 0 })
            throw new InvalidDataException("host.json: customHandler.http.routes cannot be together with function.json files.");
        if (Extensions.Queues.BatchSize is < 1 or > 32) throw new InvalidDataException("host.json: extensions.queues.batchSize is 1 to 32.");
        if (Extensions.Queues.MessageEncoding.ToUpperInvariant() is not ("BASE64" or "NONE"))
            throw new InvalidDataException("host.json: extensions.queues.messageEncoding is base64 or none.");
    }

    private static void Override(JsonObject? at, string[] path, string value)
    {
        foreach (var section in path[..^1])
        {
            if (at is null) return;
            if (at[section] is not JsonObject next) at[section] = next = new JsonObject(AnyCase);
            at = next;
        }
        if (at is not null) at[path[^1]] = bool.TryParse(value, out var flag) ? flag : value;
    }
}

internal sealed record CustomHandlerSection
{
    public required HandlerDescription Description { get; init; }
    public bool EnableProxyingHttpRequest { get; init; }
    public TimeSpan InitializationTimeout { get; init; } = TimeSpan.FromSeconds(30);
    public HandlerRoutes? Http { get; init; }
}

internal sealed record HandlerDescription
{
    public required string DefaultExecutablePath { get; init; }
    public string WorkingDirectory { get; init; } = "";
    public IReadOnlyList<string> Arguments { get; init; } = [];
}

internal sealed record HandlerRoutes(IReadOnlyList<JsonElement>? Routes);

internal sealed record ExtensionsSection
{
    public HttpSection Http { get; init; } = new();
    public QueuesSection Queues { get; init; } = new();
}

internal sealed record HttpSection
{
    public string RoutePrefix { get; init; } = "api";
}

internal sealed record QueuesSection
{
    public TimeSpan MaxPollingInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>For how long a message that failed is hidden before it is tried again.</summary>
    public TimeSpan VisibilityTimeout { get; init; }

    public int BatchSize { get; init; } = 16;
    public int MaxDequeueCount { get; init; } = 5;
    public int? NewBatchThreshold { get; init; }
    public string MessageEncoding { get; init; } = "base64";
}

internal sealed record BundleSection(string Id, string Version);
