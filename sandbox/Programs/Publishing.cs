using System.Diagnostics;
using ChatOps.Core.Words;

namespace ChatOps.Sandbox.Programs;

/// <summary><c>dotnet publish functions -c Release</c>.</summary>
internal static class Publishing
{
    /// <param name="root">The checkout.</param>
    /// <returns>The folder with all that the Functions host is given.</returns>
    /// <exception cref="UserError">It cannot be published; says what the compiler says.</exception>
    public static async Task<string> RunAsync(string root, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(root, "functions", "bin", "publish");
        // What is no longer published would otherwise stay.
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        // Analyzers are the build's: here they take longer than all the rest.
        string[] arguments = ["publish", "functions", "-c", "Release", "-o", folder, "--nologo", "-v", "quiet", "-p:RunAnalyzers=false"];
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var publish = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        var (output, error) = (publish.StandardOutput.ReadToEndAsync(cancellationToken), publish.StandardError.ReadToEndAsync(cancellationToken));
        try
        {
            await publish.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            publish.Kill(entireProcessTree: true);
            throw;
        }
        if (publish.ExitCode != 0) throw new UserError($"The program could not be published.\n{await output}{await error}");
        return folder;
    }
}
