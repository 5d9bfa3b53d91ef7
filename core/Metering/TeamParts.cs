namespace ChatOps.Core.Metering;

/// <summary>Reads what is of many teams some teams at a time, so that never all of it is in memory.</summary>
internal static class TeamParts
{
    /// <summary>More of them take more memory, and where the rows are on this machine no less time: see docs/benchmarks.md.</summary>
    private const int AtOnce = 2;

    /// <returns>What came of each of them, in their order.</returns>
    public static async Task<IReadOnlyList<T>> ReadAsync<T>(
        IReadOnlyList<string> teams, Func<string, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        var parts = new T[teams.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, teams.Count, options, async (i, token) => parts[i] = await read(teams[i], token));
        return parts;
    }
}
