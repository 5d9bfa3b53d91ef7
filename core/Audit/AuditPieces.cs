using ChatOps.Core.State;

namespace ChatOps.Core.Audit;

internal static class AuditPieces
{
    /// <summary>Each fits into one transaction, and also into one row.</summary>
    /// <param name="letters">How long the body of its row is.</param>
    /// <param name="most">So many rows.</param>
    public static IEnumerable<IReadOnlyList<T>> InPieces<T>(this IEnumerable<T> rows, Func<T, int> letters, int most)
    {
        var (piece, sum) = (new List<T>(), 0);
        foreach (var row in rows)
        {
            if (piece.Count == most || (piece.Count > 0 && sum + letters(row) > TableWrite.LongestBody))
            {
                yield return piece;
                (piece, sum) = ([], 0);
            }
            piece.Add(row);
            sum += letters(row);
        }
        if (piece.Count > 0) yield return piece;
    }
}
