using System.Diagnostics;
using System.Globalization;

namespace ChatOps.Sandbox.Hosting;

/// <summary>How the handler is started.</summary>
internal sealed record HandlerCommand(
    string AppRoot, CustomHandlerSection Handler, IReadOnlyDictionary<string, string> Settings, Action<string>? Output)
{
    /// <summary>All that it inherits of our environment: what a program needs to run. Anything else could be taken for a setting.</summary>
    private static readonly string[] Inherited =
        ["PATH", "HOME", "USER", "LANG", "LC_ALL", "TZ", "TMPDIR", "DOTNET_ROOT", "DOTNET_TieredPGO", "LD_LIBRARY_PATH", "SSL_CERT_FILE", "SSL_CERT_DIR"];

    public ProcessStartInfo ToStartInfo(int port)
    {
        var description = Handler.Description;
        var inApp = Path.GetFullPath(description.DefaultExecutablePath, AppRoot);
        var start = new ProcessStartInfo(
            // What is not in the app is taken from the path.
            File.Exists(inApp) ? inApp : description.DefaultExecutablePath,
            description.Arguments.Select(argument => AppSettings.Expand(argument, Settings)))
        {
            WorkingDirectory = Path.GetFullPath(description.WorkingDirectory, AppRoot),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in EnvironmentFor(port)) start.Environment[name] = value;
        return start;
    }

    private IEnumerable<(string Name, string Value)> EnvironmentFor(int port)
    {
        foreach (var name in Inherited)
            if (Environment.GetEnvironmentVariable(name) is { } value) yield return (name, value);
        foreach (var (name, value) in Settings) yield return (name, value);
        var (portText, worker) = (port.ToString(CultureInfo.InvariantCulture), Guid.NewGuid().ToString());
        yield return ("FUNCTIONS_CUSTOMHANDLER_PORT", portText);
        yield return ("FUNCTIONS_HTTPWORKER_PORT", portText);
        yield return ("FUNCTIONS_CUSTOMHANDLER_WORKER_ID", worker);
        yield return ("FUNCTIONS_HTTPWORKER_ID", worker);
        yield return ("FUNCTIONS_APP_ROOT_PATH", AppRoot);
    }
}
