using Azure;
using ChatOps.Azure.Monitor;
using ChatOps.Core.Machines;
using ChatOps.Core.Metrics;

namespace ChatOps.Azure;

/// <summary>What machines' agents wrote to Log Analytics, asked for in as few queries as its limits allow.</summary>
public sealed class AzureMachineMetrics(LogsQueryClient logs, Guid workspace) : IMachineMetrics
{
    /// <summary>Of an answer, about: a tenth of what the API would give, some 12 MB.</summary>
    private const int RowsAtOnce = 50_000;

    /// <summary>More than the average, as a machine has one to eight.</summary>
    private const int GpusPerMachine = 2;

    /// <summary>Whose ids go into one query.</summary>
    private const int MostIds = 2_000;

    /// <summary>Five are allowed, also of what else this identity asks.</summary>
    private const int QueriesAtOnce = 2;

    public Task<IReadOnlyDictionary<MachineId, MachineUse>> ReadAsync(
        DateTimeOffset from, DateTimeOffset to, IReadOnlyCollection<MachineId>? only, int machines, CancellationToken cancellationToken)
    {
        var range = new QueryTimeRange(from, to);
        var atOnce = MachinesAtOnce(range);
        if (only is not null)
            return ReadAsync(range, [.. only.Chunk(Math.Min(atOnce, MostIds)).Select(some => UseQuery.OfMachines(range, some))], cancellationToken);
        var pages = Math.Max(1, (machines + atOnce - 1) / atOnce);
        return ReadAsync(range, [.. Enumerable.Range(0, pages).Select(page => UseQuery.OfPage(range, page, pages))], cancellationToken);
    }

    private static int MachinesAtOnce(QueryTimeRange range)
    {
        var bins = (long)((range.End - range.Start) / UseQuery.Bin) + 1;
        return (int)Math.Max(1, RowsAtOnce / (GpusPerMachine * Math.Max(1, bins)));
    }

    private Task<IReadOnlyDictionary<MachineId, MachineUse>> ReadAsync(QueryTimeRange range, string[] queries, CancellationToken cancellationToken) =>
        Faults.CaughtAsync(
            async () =>
            {
                var uses = new Dictionary<MachineId, MachineUse>();
                await Parallel.ForEachAsync(
                    queries,
                    new ParallelOptions { MaxDegreeOfParallelism = QueriesAtOnce, CancellationToken = cancellationToken },
                    async (query, token) =>
                    {
                        var rows = await ReadAsync(range, query, token);
                        lock (uses)
                            foreach (var (machine, use) in rows.Machines) uses[machine] = use;
                    });
                return (IReadOnlyDictionary<MachineId, MachineUse>)uses;
            },
            cancellationToken);

    private async Task<UseRows> ReadAsync(QueryTimeRange range, string query, CancellationToken cancellationToken)
    {
        var rows = new UseRows();
        try
        {
            await logs.QueryWorkspaceAsync($"{workspace:D}", query, range, rows, cancellationToken);
        }
        // No machine has written anything yet: not that something went wrong.
        catch (RequestFailedException e) when (LogsError.IsMissingTable(e, MetricsTable.Name))
        {
            return new UseRows();
        }
        return rows;
    }
}
