using System.Text.Json;
using System.Text.RegularExpressions;

namespace ChatOps.Sandbox.Hosting;

/// <summary>A <c>function.json</c>. What this host does not play, it refuses.</summary>
internal sealed partial record FunctionFile
{
    public required IReadOnlyList<FunctionBinding> Bindings { get; init; }

    public JsonElement? Retry { get; init; }

    [GeneratedRegex("^(?!host$)[a-z][a-z0-9_-]{0,127}$", RegexOptions.IgnoreCase)]
    private static partial Regex ValidName();

    /// <exception cref="InvalidDataException">It is wrong, or beyond this host.</exception>
    public static Function Read(string folder, IReadOnlyDictionary<string, string> settings)
    {
        var name = Path.GetFileName(folder);
        try
        {
            if (!ValidName().IsMatch(name)) throw new InvalidDataException("a function cannot be called so.");
            var file = JsonSerializer.Deserialize<FunctionFile>(File.ReadAllText(Path.Combine(folder, "function.json")), HostFile.Json);
            return (file ?? throw new InvalidDataException("it is empty.")).ToFunction(name, settings);
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or FormatException)
        {
            throw new InvalidDataException($"{name}/function.json: {e.Message}", e);
        }
    }

    private Function ToFunction(string name, IReadOnlyDictionary<string, string> settings)
    {
        if (Retry is not null) throw new InvalidDataException("retry policies are not played by this host.");
        var triggers = Bindings.Where(binding => binding.Type.EndsWith("Trigger", StringComparison.OrdinalIgnoreCase)).ToList();
        if (triggers is not [var trigger]) throw new InvalidDataException($"it has {triggers.Count} triggers and needs one.");
        var others = Bindings.Where(binding => binding != trigger).ToList();
        Function function = trigger.Type.ToUpperInvariant() switch
        {
            "HTTPTRIGGER" => Http(name, trigger),
            "QUEUETRIGGER" => Queue(name, trigger, settings),
            "TIMERTRIGGER" => Timer(name, trigger, settings),
            _ => throw new InvalidDataException($"this host knows no trigger of type \"{trigger.Type}\"."),
        };
        var isHttp = function is HttpFunction;
        if (isHttp && others is not [{ Type: "http", Direction: "out" }])
            throw new InvalidDataException("an HTTP function has one more binding, http out: with any other it would not be proxied.");
        if (!isHttp && others is [var other, ..]) throw new InvalidDataException($"this host knows no binding of type \"{other.Type}\" there.");
        return function;
    }

    private static HttpFunction Http(string name, FunctionBinding trigger)
    {
        if (!string.Equals(trigger.AuthLevel, "anonymous", StringComparison.OrdinalIgnoreCase))
            throw new InvalidDataException("authLevel has to be anonymous: this host has no keys.");
        return new HttpFunction(name, trigger.Route ?? name, [.. trigger.Methods.Select(method => method.ToUpperInvariant())]);
    }

    private static QueueFunction Queue(string name, FunctionBinding trigger, IReadOnlyDictionary<string, string> settings)
    {
        if (trigger.Connection is not (null or "" or "AzureWebJobsStorage"))
            throw new InvalidDataException($"this host knows no connection \"{trigger.Connection}\", only AzureWebJobsStorage.");
        return new QueueFunction(name, trigger.Name, AppSettings.Expand(Required(trigger.QueueName, "queueName"), settings));
    }

    private static TimerFunction Timer(string name, FunctionBinding trigger, IReadOnlyDictionary<string, string> settings)
    {
        var schedule = Schedule.Parse(AppSettings.Expand(Required(trigger.Schedule, "schedule"), settings));
        return new TimerFunction(name, trigger.Name, schedule, trigger.UseMonitor && !schedule.IsWithinMinutes, trigger.RunOnStartup);
    }

    private static string Required(string? value, string name) =>
        string.IsNullOrEmpty(value) ? throw new InvalidDataException($"its trigger has no {name}.") : value;
}

internal sealed record FunctionBinding
{
    public required string Type { get; init; }
    public required string Name { get; init; }
    public string Direction { get; init; } = "in";
    public string AuthLevel { get; init; } = "function";
    public IReadOnlyList<string> Methods { get; init; } = [];
    public string? Route { get; init; }
    public string? QueueName { get; init; }
    public string? Connection { get; init; }
    public string? Schedule { get; init; }
    public bool UseMonitor { get; init; } = true;
    public bool RunOnStartup { get; init; }
}
