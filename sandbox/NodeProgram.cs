namespace ChatOps.Sandbox;

/// <summary>Node.js, where it is installed.</summary>
internal static class NodeProgram
{
    public static bool IsInstalled => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? "node.exe" : "node")));
}
