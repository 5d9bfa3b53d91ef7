using ChatOps.Core.State;
using ChatOps.Core.Words;
using ChatOps.Core.Yaml;

namespace ChatOps.Sandbox.Play;

/// <summary><c>play FILE…</c></summary>
internal static class PlayCommand
{
    public const string Sqlite = "sqlite";
    public const string Tables = "tables";

    /// <param name="store"><see cref="Sqlite"/> or <see cref="Tables"/>.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="UserError">The emulator of Azure Storage is not installed.</exception>
    public static async Task<int> RunAsync(IReadOnlyCollection<string> files, string? store, CancellationToken cancellationToken)
    {
        if (store != Tables) return await RunAsync(files, () => null, cancellationToken);
        await using var azurite = await Azurite.StartAsync(Checkout.Root, cancellationToken);
        return await RunAsync(files, azurite.NewTables, cancellationToken);
    }

    /// <param name="tables">Those of a new world.</param>
    private static async Task<int> RunAsync(IReadOnlyCollection<string> files, Func<Func<string, ITable>?> tables, CancellationToken cancellationToken)
    {
        var failures = new List<string>();
        foreach (var file in files)
        {
            Console.WriteLine($"=== {file}");
            if (await PlayAsync(file, tables(), cancellationToken) is { } failure) failures.Add(failure);
        }
        foreach (var failure in failures) Console.WriteLine($"FAILED {failure}");
        Console.WriteLine($"{files.Count - failures.Count} of {files.Count} scenarios passed.");
        return failures.Count == 0 ? 0 : 1;
    }

    private static async Task<string?> PlayAsync(string file, Func<string, ITable>? tables, CancellationToken cancellationToken)
    {
        if (!File.Exists(file)) return $"{file}: there is no such file.";
        try
        {
            return await Scenario.PlayAsync(
                file, tables, Checkout.Blueprints, Console.WriteLine, restartAlways: false, LineLogs.To(Console.Error), cancellationToken);
        }
        catch (Exception e) when (e is UserError or InvalidFileException)
        {
            return e.Message;
        }
    }
}
