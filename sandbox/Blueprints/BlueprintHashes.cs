using System.ComponentModel;
using System.Diagnostics;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Words;

namespace ChatOps.Sandbox.Blueprints;

/// <summary><c>blueprint lock NAME</c>: lets uv fill in the hashes of every pinned package, where a Python index can be reached.</summary>
internal static class BlueprintHashes
{
    /// <param name="uv">The program; <c>uv</c> on the PATH.</param>
    /// <exception cref="UserError">uv is not there, or could not do it; the file is as it was.</exception>
    public static async Task<string> RunAsync(string blueprints, string name, string uv, CancellationToken cancellationToken)
    {
        var folder = BlueprintRelease.FolderOf(blueprints, name);
        var (python, file) = (BlueprintFile.Load(folder).Software.Python, Path.Combine(folder, "requirements.lock"));
        var output = Path.Combine(Path.GetTempPath(), $"chatops-{Guid.NewGuid():N}.lock");
        try
        {
            string[] arguments =
            [
                "pip", "compile", "--generate-hashes", "--no-deps", "--no-annotate", "--no-header",
                "--python-version", python, "--python-platform", "x86_64-unknown-linux-gnu", "--output-file", output, file,
            ];
            await RunAsync(uv, arguments, cancellationToken);
            var (before, after) = (Requirements.Load(file), Requirements.Load(output));
            if (!after.HasHashes) throw new UserError("uv gave no hashes. Nothing was changed.");
            if (!before.Packages.SequenceEqual(after.Packages)) throw new UserError("uv came to other versions than the lock file has. Nothing was changed.");
            File.WriteAllText(file, Header(before.Text) + after.Text);
            return $"{file} has the hashes of {after.Packages.Count} packages. "
                + "Raise `version:` in blueprint.yaml if this version is released, "
                + $"then run: dotnet run --project sandbox -- blueprint release {name}";
        }
        finally
        {
            File.Delete(output);
        }
    }

    /// <summary>The comment that the file begins with, less what it says about hashes.</summary>
    private static string Header(string text)
    {
        var comment = text.Split('\n').TakeWhile(line => line.StartsWith('#'));
        return string.Concat(comment.Select(line => line.Split(" Hashes:", 2)[0] + "\n"));
    }

    private static async Task RunAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })
                ?? throw new UserError($"{program} did not start.");
            var said = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = await process.StandardError.ReadToEndAsync(cancellationToken);
            await said;
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode != 0) throw new UserError($"uv could not find the hashes. Nothing was changed. It said:\n{error.Trim()}");
        }
        catch (Win32Exception)
        {
            throw new UserError($"{program} is not installed. Install uv (pip install uv), be where it can reach a Python index, and run this again.");
        }
    }
}
