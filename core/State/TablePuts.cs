namespace ChatOps.Core.State;

internal static class TablePuts
{
    /// <summary>Who else writes such a row writes the same, or nearly so.</summary>
    private const int Tries = 8;

    /// <summary>Has the row hold this, whatever it holds. Nothing is written where it does already.</summary>
    public static async Task PutAsync(this ITable table, string partition, string key, string body, CancellationToken cancellationToken)
    {
        for (var i = 0; i < Tries; i++)
        {
            var row = await table.GetAsync(partition, key, cancellationToken);
            if (row?.Body == body) return;
            TableWrite write = row is null ? new TableWrite.Insert(key, body) : new TableWrite.Replace(key, row.ETag, body);
            if (await table.TransactAsync(partition, [write], cancellationToken)) return;
        }
        throw new InvalidOperationException($"Row {partition}/{key} kept changing while it was written.");
    }
}
