using ChatOps.Core.Words;
using ChatOps.Core.Yaml;
using Microsoft.Extensions.Logging;

namespace ChatOps.Sandbox.Play;

/// <summary>A <c>.chat</c> file played from an empty world, always at the same time of the same day.</summary>
public static class Scenario
{
    /// <summary>A Monday, 09:00 in Berlin.</summary>
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    /// <param name="trial">Where machines are kept, and where the program runs.</param>
    /// <param name="print">Takes the transcript, line by line.</param>
    /// <param name="restartAlways">Kills and restarts the program after every line; nothing may come out differently.</param>
    /// <returns>Null when it passed, else what failed, with file and line.</returns>
    public static async Task<string?> PlayAsync(
        string file, Trial trial, string blueprints, Action<string> print, bool restartAlways, ILoggerFactory logs,
        CancellationToken cancellationToken)
    {
        await using var world = await World.OpenAsync(null, blueprints, Start, trial, logs, cancellationToken);
        using var player = new Player(world, print) { Policies = PoliciesOf(file) };
        var lines = TextFile.Read(file).ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            print(lines[i]);
            try
            {
                await player.PlayAsync(lines[i], cancellationToken);
                if (restartAlways) await world.RestartAsync(cancellationToken);
            }
            catch (Exception e) when (e is ExpectationException or UserError or InvalidFileException)
            {
                return $"{file}:{i + 1}: {e.Message}";
            }
        }
        var left = (world.Teams?.Connector.Throttled ?? 0) + (world.Slack?.Throttled ?? 0);
        return left > 0 ? $"{file}: {left} of the refusals that `throttle` asked for never happened." : null;
    }

    /// <summary>Beside the scenario; what stands in a folder of its own has those of the folder above.</summary>
    private static string PoliciesOf(string file)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file)) ?? "";
        string[] places = [Path.Combine(folder, "policies"), Path.Combine(folder, "..", "policies")];
        return places.FirstOrDefault(Directory.Exists) ?? places[0];
    }
}
