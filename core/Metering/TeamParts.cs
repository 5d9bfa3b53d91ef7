namespace ChatOps.Core.Metering;

/// <summary>Reads what is of many teams some teams at a time, so that never all of it is in memory.</summary>
internal static class TeamParts
{
    /// <summary>Where each team is a request, a person waits for one of so many; and so much is told of in one question to the metrics.</summary>
    public const int Teams = 2;

    /// <summary>As many are read at a time: of most stores that takes a processor as long as it takes.</summary>
    private const int AtOnce = 2;

    /// <returns>What came of each of them, in their order; of no team at all where there is none.</returns>
    public static async Task<IReadOnlyList<T>> ReadAsync<T>(
        IEnumerable<string> teams, Func<IReadOnlyCollection<string>, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        var chunks = teams.Chunk(Teams).DefaultIfEmpty([]).ToList();
        var parts = new T[chunks.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, chunks.Count, options, async (i, token) => parts[i] = await read(chunks[i], token));
        return parts;
    }
}
