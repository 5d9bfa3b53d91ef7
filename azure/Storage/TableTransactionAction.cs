using Azure;

namespace ChatOps.Azure.Storage;

public enum TableTransactionActionType
{
    Add,
    UpdateReplace,
    Delete,
}

/// <param name="ETag">The row's, as it was read; of no meaning to <see cref="TableTransactionActionType.Add"/>.</param>
public sealed record TableTransactionAction(TableTransactionActionType ActionType, TableEntity Entity, ETag ETag = default);

/// <summary>One of a transaction's actions was refused, and with it all of them.</summary>
public sealed class TableTransactionFailedException(int status, string message, string? errorCode, bool wasRepeated)
    : RequestFailedException(status, message, errorCode, innerException: null)
{
    /// <summary>
    /// True when an earlier try of the same call was not answered, or with a server's error: it may have been carried out, and
    /// this refusal be due to it. (Azure.Data.Tables does not tell; a policy in its options can.)
    /// </summary>
    public bool WasRepeated { get; } = wasRepeated;
}
