using System.Diagnostics;

namespace ChatOps.Tests.Tools;

/// <summary>Runs real programs: cloud-init, bash, python3, node.</summary>
public static class Tool
{
    /// <summary>Skips the test when the program is not installed, and says how to get it.</summary>
    public static void Needs(string program, string package)
    {
        if (Find(program) is null) Assert.Skip($"needs {program}: apt-get install {package}");
    }

    /// <summary>Where it is installed; null when it is not.</summary>
    public static string? Find(string program)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
    }

    /// <summary>Runs it to its end, from the repository's root unless <paramref name="folder"/> says otherwise.</summary>
    public static async Task<Ended> RunAsync(
        string program, IEnumerable<string> arguments, CancellationToken cancellationToken, string input = "", string? folder = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? Repository.Root,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
            await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
            process.StandardInput.Close();
            var ended = (Output: await output, Error: await error);
            await process.WaitForExitAsync(cancellationToken);
            return new Ended(process.ExitCode, ended.Output, ended.Error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}

/// <summary>How a program ended and what it said.</summary>
public sealed record Ended(int ExitCode, string Output, string Error)
{
    public string Everything => $"{Output}\n{Error}".Trim();
}
