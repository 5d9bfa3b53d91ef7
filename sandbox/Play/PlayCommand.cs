using ChatOps.Core.Words;
using ChatOps.Core.Yaml;

namespace ChatOps.Sandbox.Play;

/// <summary><c>play FILE…</c></summary>
internal static class PlayCommand
{
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(IReadOnlyCollection<string> files, CancellationToken cancellationToken)
    {
        var failures = new List<string>();
        foreach (var file in files)
        {
            Console.WriteLine($"=== {file}");
            if (await PlayAsync(file, cancellationToken) is { } failure) failures.Add(failure);
        }
        foreach (var failure in failures) Console.WriteLine($"FAILED {failure}");
        Console.WriteLine($"{files.Count - failures.Count} of {files.Count} scenarios passed.");
        return failures.Count == 0 ? 0 : 1;
    }

    private static async Task<string?> PlayAsync(string file, CancellationToken cancellationToken)
    {
        if (!File.Exists(file)) return $"{file}: there is no such file.";
        try
        {
            return await Scenario.PlayAsync(
                file, Checkout.Blueprints, Console.WriteLine, restartAlways: false, LineLogs.To(Console.Error), cancellationToken);
        }
        catch (Exception e) when (e is UserError or InvalidFileException)
        {
            return e.Message;
        }
    }
}
