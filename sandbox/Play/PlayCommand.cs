using ChatOps.Core.Words;
using ChatOps.Core.Yaml;
using ChatOps.Sandbox.Programs;
using ChatOps.Sandbox.Teams;

namespace ChatOps.Sandbox.Play;

/// <summary><c>play FILE…</c></summary>
internal static class PlayCommand
{
    public const string Sqlite = "sqlite";
    public const string Tables = "tables";

    public const string Process = "process";
    public const string Functions = "functions";

    public const string Terminal = "terminal";
    public const string Teams = "teams";
    public const string Slack = "slack";
    public const string TeamsAndSlack = $"{Teams},{Slack}";
    public const string SlackAndTeams = $"{Slack},{Teams}";

    /// <returns>The exit code.</returns>
    /// <exception cref="UserError">The emulator of Azure Storage is not installed, the program cannot be published, or it has no such store.</exception>
    public static async Task<int> RunAsync(IReadOnlyCollection<string> files, PlayOptions options, CancellationToken cancellationToken)
    {
        var chats = options.Channel?.Split(',') ?? [Terminal];
        await using var issuer = chats.Contains(Teams) ? await TokenIssuer.StartAsync(cancellationToken) : null;
        var trial = new Trial
        {
            Teams = issuer is null ? null : new TeamsTrial(issuer) { IsPlayed = true },
            Slack = chats.Contains(Slack) ? new SlackTrial { IsPlayed = true } : null,
            SlackIsFirst = chats[0] == Slack,
        };
        if (options.Host == Functions)
        {
            if (options.Store is { } store)
                throw new UserError($"--store {store} does not go with --host {Functions}: that keeps its state in Azurite. Leave --store out.");
            var published = await Publishing.RunAsync(Checkout.Root, cancellationToken);
            await using var deployment = await Deployment.OpenAsync(Checkout.Root, published, cancellationToken);
            return await RunAsync(files, () => trial with { Functions = new FunctionsTrial(deployment) }, cancellationToken);
        }
        if (options.Store != Tables) return await RunAsync(files, () => trial, cancellationToken);
        await using var azurite = await Azurite.StartAsync(Checkout.Root, cancellationToken);
        return await RunAsync(files, () => trial with { Tables = azurite.NewTables() }, cancellationToken);
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

/// <summary>How scenarios are played. Null where nothing was said of it.</summary>
/// <param name="Store"><see cref="PlayCommand.Sqlite"/>, which is the default, or <see cref="PlayCommand.Tables"/>.</param>
/// <param name="Host">
/// <see cref="PlayCommand.Process"/> for this one, the default; <see cref="PlayCommand.Functions"/> to publish the program and play it on
/// Azure's tables and queues.
/// </param>
/// <param name="Channel">
/// What people speak in: <see cref="PlayCommand.Terminal"/>, which is the default, <see cref="PlayCommand.Teams"/>, <see cref="PlayCommand.Slack"/>,
/// or both; a line that does not say in which happens in the first.
/// </param>
internal sealed record PlayOptions(string? Store = null, string? Host = null, string? Channel = null);
