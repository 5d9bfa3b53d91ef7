using ChatOps.Core.Words;
using ChatOps.Core.Yaml;
using ChatOps.Sandbox.Programs;

namespace ChatOps.Sandbox.Play;

/// <summary><c>play FILE…</c></summary>
internal static class PlayCommand
{
    public const string Sqlite = "sqlite";
    public const string Tables = "tables";

    public const string Process = "process";
    public const string Functions = "functions";

    /// <param name="store"><see cref="Sqlite"/> or <see cref="Tables"/>; null if nothing was said of it.</param>
    /// <param name="host"><see cref="Process"/> for this one; <see cref="Functions"/> to publish the program and play it on Azure's tables and queues.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="UserError">The emulator of Azure Storage is not installed, the program cannot be published, or it has no such store.</exception>
    public static async Task<int> RunAsync(IReadOnlyCollection<string> files, string? store, string? host, CancellationToken cancellationToken)
    {
        if (host == Functions)
        {
            if (store is not null)
                throw new UserError($"--store {store} does not go with --host {Functions}: that keeps its state in Azurite. Leave --store out.");
            var published = await Publishing.RunAsync(Checkout.Root, cancellationToken);
            await using var deployment = await Deployment.OpenAsync(Checkout.Root, published, cancellationToken);
            return await RunAsync(files, () => new Trial { Functions = new FunctionsTrial(deployment) }, cancellationToken);
        }
        if (store != Tables) return await RunAsync(files, () => new Trial(), cancellationToken);
        await using var azurite = await Azurite.StartAsync(Checkout.Root, cancellationToken);
        return await RunAsync(files, () => new Trial { Tables = azurite.NewTables() }, cancellationToken);
    }

    /// <param name="trial">That of a new world.</param>
    private static async Task<int> RunAsync(IReadOnlyCollection<string> files, Func<Trial> trial, CancellationToken cancellationToken)
    {
        var failures = new List<string>();
        foreach (var file in files)
        {
            Console.WriteLine($"=== {file}");
            if (await PlayAsync(file, trial(), cancellationToken) is { } failure) failures.Add(failure);
        }
        foreach (var failure in failures) Console.WriteLine($"FAILED {failure}");
        Console.WriteLine($"{files.Count - failures.Count} of {files.Count} scenarios passed.");
        return failures.Count == 0 ? 0 : 1;
    }

    private static async Task<string?> PlayAsync(string file, Trial trial, CancellationToken cancellationToken)
    {
        if (!File.Exists(file)) return $"{file}: there is no such file.";
        try
        {
            return await Scenario.PlayAsync(
                file, trial, Checkout.Blueprints, Console.WriteLine, restartAlways: false, LineLogs.To(Console.Error), cancellationToken);
        }
        catch (Exception e) when (e is UserError or InvalidFileException)
        {
            return e.Message;
        }
    }
}
