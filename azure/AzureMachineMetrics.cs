using System.Collections.Immutable;
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

    /// <summary>Bins that a query adds up, about: of a whole day, those of 1,700 machines.</summary>
    private const int BinsAtOnce = 1_000_000;

    /// <summary>Five are allowed, also of what else this identity asks.</summary>
    private const int QueriesAtOnce = 2;

    public Task<IReadOnlyDictionary<MachineId, MachineUse>> ReadAsync(
        DateTimeOffset from, DateTimeOffset to, IReadOnlyCollection<MachineId>? only, int machines, CancellationToken cancellationToken)
    {
        var range = new QueryTimeRange(from, to);
        var atOnce = MachinesAtOnce(range, RowsAtOnce);
        if (only is not null)
            return ReadAsync(range, only.Chunk(Math.Min(atOnce, MostIds)).Select(some => UseQuery.OfMachines(range, some)), cancellationToken);
        var pages = Math.Max(1, (machines + atOnce - 1) / atOnce);
        return ReadAsync(range, Enumerable.Range(0, pages).Select(page => UseQuery.OfPage(range, page, pages)), cancellationToken);
    }

    public async Task<IReadOnlyDictionary<MachineId, ImmutableArray<GpuUse>>> SumAsync(
        DateTimeOffset from, DateTimeOffset to, IReadOnlyCollection<MachineId> machines, CancellationToken cancellationToken)
    {
        var range = new QueryTimeRange(from, to);
        var queries = machines.Chunk(Math.Min(MachinesAtOnce(range, BinsAtOnce), MostIds)).Select(some => SumQuery.Of(range, some));
        var sums = new Dictionary<MachineId, ImmutableArray<GpuUse>>();
        await ReadAsync(range, queries, () => new SumRows(), rows =>
        {
            foreach (var (machine, gpus) in rows.Machines) sums[machine] = gpus;
        }, cancellationToken);
        return sums;
    }

    private static int MachinesAtOnce(QueryTimeRange range, int most)
    {
        var bins = (long)((range.End - range.Start) / UseQuery.Bin) + 1;
        return (int)Math.Max(1, most / (GpusPerMachine * Math.Max(1, bins)));
    }

    private async Task<IReadOnlyDictionary<MachineId, MachineUse>> ReadAsync(
        QueryTimeRange range, IEnumerable<string> queries, CancellationToken cancellationToken)
    {
        var uses = new Dictionary<MachineId, MachineUse>();
        await ReadAsync(range, queries, () => new UseRows(), rows =>
        {
            foreach (var (machine, use) in rows.Machines) uses[machine] = use;
        }, cancellationToken);
        return uses;
    }

    /// <param name="take">Takes what one query was answered with; never two at the same time.</param>
    private Task<bool> ReadAsync<T>(
        QueryTimeRange range, IEnumerable<string> queries, Func<T> rowsOf, Action<T> take, CancellationToken cancellationToken) where T : ILogsRows =>
        Faults.CaughtAsync(
            async () =>
            {
                var taking = new Lock();
                await Parallel.ForEachAsync(
                    queries,
                    new ParallelOptions { MaxDegreeOfParallelism = QueriesAtOnce, CancellationToken = cancellationToken },
                    async (query, token) =>
                    {
                        var rows = await ReadAsync(range, query, rowsOf, token);
                        lock (taking) take(rows);
                    });
                return true;
            },
            cancellationToken);

    private async Task<T> ReadAsync<T>(QueryTimeRange range, string query, Func<T> rowsOf, CancellationToken cancellationToken) where T : ILogsRows
    {
        var rows = rowsOf();
        try
        {
            await logs.QueryWorkspaceAsync($"{workspace:D}", query, range, rows, cancellationToken);
        }
        // No machine has written anything yet: not that something went wrong.
        catch (RequestFailedException e) when (LogsError.IsMissingTable(e, MetricsTable.Name))
        {
            return rowsOf();
        }
        return rows;
    }
}
