using ChatOps.Core.Words;
using Microsoft.Extensions.Configuration;

namespace ChatOps.Functions.Settings;

/// <summary>Reads settings and notes what is wrong with them, so that all of it is said at once. A setting is named as an environment variable is.</summary>
/// <remarks>No value is repeated: anything may be a key in the wrong place, and what is said here ends up in logs.</remarks>
internal sealed class SettingsReader(IConfiguration configuration)
{
    private const string KeyVaultReference = "@Microsoft.KeyVault(";

    private readonly List<string> _problems = [];
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);

    public void Problem(string problem) => _problems.Add(problem);

    /// <summary>Whether something is wrong already with settings whose name begins so: then they are not simply missing.</summary>
    public bool HasProblem(string name) => _problems.Any(problem => problem.StartsWith(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether anything of a section is set.</summary>
    public bool HasAny(string section) => configuration.GetSection(Key(section)).GetChildren().Any();

    /// <param name="what">What it is and where to find it, as the end of "Set it to …".</param>
    /// <returns>Empty, with a problem noted, when it is not set.</returns>
    public string Required(string name, string what)
    {
        if (Optional(name) is { } value) return value;
        if (!IsUnresolved(name)) Problem($"{name} is not set. Set it to {what}.");
        return "";
    }

    /// <returns>Null when it is not set, or set to nothing.</returns>
    public string? Optional(string name)
    {
        _known.Add(name);
        if (!IsUnresolved(name)) return configuration[Key(name)]?.Trim() is { Length: > 0 } value ? value : null;
        Problem($"{name} is a Key Vault reference that was not resolved. "
            + "Check its URI, and give the app's identity the role \"Key Vault Secrets User\" on the vault.");
        return null;
    }

    public bool Flag(string name)
    {
        if (Optional(name) is not { } value) return false;
        if (bool.TryParse(value, out var flag)) return flag;
        Problem($"{name} is neither true nor false. Set it to one of them.");
        return false;
    }

    /// <param name="orHttpHere">Whether it may also be http on this machine: for what needs no token, which goes over TLS only.</param>
    /// <returns>Null, with a problem noted when it is set, unless it is a whole https address.</returns>
    public Uri? Address(string name, bool orHttpHere = false)
    {
        if (Optional(name) is not { } value) return null;
        if (Uri.TryCreate(value, UriKind.Absolute, out var uri)
            && uri is { UserInfo: "", Query: "", Fragment: "" }
            && (uri.Scheme == Uri.UriSchemeHttps || (orHttpHere && uri is { Scheme: "http", IsLoopback: true }))) return uri;
        Problem($"{name} is no https address. Set it to one that begins with https:// and has no user, query or fragment.");
        return null;
    }

    /// <summary>The values of <c>NAME__KEY</c>, by key.</summary>
    public IReadOnlyDictionary<string, string> Each(string name)
    {
        _known.Add(name);
        var values = new Dictionary<string, string>();
        foreach (var entry in configuration.GetSection(Key(name)).GetChildren())
            if (Optional($"{name}__{entry.Key}") is { } value) values[entry.Key] = value;
        return values;
    }

    /// <summary>Settings of a section that nobody asked for are slips of the pen. Called when all was read.</summary>
    /// <exception cref="SettingsException">Something is missing or wrong.</exception>
    public void ThrowIfWrong(params ReadOnlySpan<string> sections)
    {
        foreach (var section in sections)
        {
            foreach (var entry in configuration.GetSection(Key(section)).GetChildren())
            {
                var name = $"{section}__{entry.Key}";
                if (_known.Any(known => $"{known}__".StartsWith($"{name}__", StringComparison.OrdinalIgnoreCase))) continue;
                Problem($"{name} is no setting.{Hint(section, entry.Key)}");
            }
        }
        if (_problems.Count > 0) throw new SettingsException(_problems);
    }

    /// <summary>The section's name is right and would make any two names in it look alike.</summary>
    private string Hint(string section, string key)
    {
        var known = _known.Where(name => name.StartsWith($"{section}__", StringComparison.OrdinalIgnoreCase)).Select(name => name[(section.Length + 2)..]);
        return NearMiss.Of(key, known) is { } near ? $" Did you mean {section}__{near}?" : " Remove it.";
    }

    private bool IsUnresolved(string name) =>
        configuration[Key(name)]?.TrimStart().StartsWith(KeyVaultReference, StringComparison.OrdinalIgnoreCase) == true;

    private static string Key(string name) => name.Replace("__", ":", StringComparison.Ordinal);
}
