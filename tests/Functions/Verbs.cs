using ChatOps.Functions;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Functions;

internal static class Verbs
{
    /// <summary>Runs the program on the state in a folder, in a process of its own, which has none of the settings of whoever runs the tests.</summary>
    /// <param name="settings">As NAME=VALUE.</param>
    public static Task<Ended> RunAsync(TempFolder home, IEnumerable<string> settings, string[] arguments, CancellationToken cancellationToken)
    {
        string[] kept = ["PATH", "DOTNET_ROOT", "DOTNET_ROOT_X64"];
        var environment = kept.Select(name => (Name: name, Value: Environment.GetEnvironmentVariable(name) ?? ""))
            .Where(variable => variable.Value.Length > 0)
            .Append((Name: "HOME", Value: home.Root))
            .Append((Name: "Standalone__Folder", Value: home.Root))
            .Select(variable => $"{variable.Name}={variable.Value}");
        return Tool.RunAsync("env", ["-i", .. environment, .. settings, "dotnet", typeof(Product).Assembly.Location, .. arguments], cancellationToken);
    }
}
