using System.Diagnostics;
using ChatOps.Core.Words;

namespace ChatOps.Sandbox.Slack.Page;

/// <summary>The page's own program and its looks, made of <c>page.jsx</c> and what that uses.</summary>
internal static class PageBundle
{
    private const string Script = """
        import { build } from 'esbuild';
        const [entry, outfile] = process.argv.slice(1);
        await build({ entryPoints: [entry], outfile, bundle: true, jsx: 'automatic', define: { 'process.env.NODE_ENV': '"production"' }, logLevel: 'error' });
        """;

    /// <summary>Why there can be none here, in a sentence; null when there can be.</summary>
    /// <param name="root">The folder that <c>npm ci</c> was run in.</param>
    public static string? Missing(string root)
    {
        string[] packages = ["esbuild", "react", "react-dom", "slack-blocks-to-jsx"];
        if (!packages.All(package => Directory.Exists(Path.Combine(root, "node_modules", package))))
            return "Run `npm ci` to have Slack, as the sandbox plays it, beside this terminal.";
        return NodeProgram.IsInstalled ? null : "Install Node.js 20 to have Slack, as the sandbox plays it, beside this terminal.";
    }

    /// <param name="folder">Where <c>page.js</c> and <c>page.css</c> are written.</param>
    /// <exception cref="UserError">It could not be made.</exception>
    public static async Task WriteAsync(string root, string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        string[] arguments =
        [
            "--input-type=module", "--eval", Script, Path.Combine(root, "sandbox", "Slack", "Page", "page.jsx"), Path.Combine(folder, "page.js"),
        ];
        // What it imports is looked for from there.
        var start = new ProcessStartInfo("node", arguments) { WorkingDirectory = root, RedirectStandardError = true, RedirectStandardOutput = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("Node.js did not start.");
        var (said, complaint) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0) throw new UserError($"The page of Slack could not be made: {(await complaint).Trim()} {(await said).Trim()}".Trim());
    }
}
