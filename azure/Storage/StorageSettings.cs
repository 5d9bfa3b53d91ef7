namespace ChatOps.Azure.Storage;

/// <summary>
/// Where the program's storage is, in one of the three ways that the Functions host is told of it as well. Null or empty is what is not set.
/// </summary>
public sealed record StorageSettings
{
    /// <summary>The setting of the whole, and what the others' names begin with.</summary>
    public const string Name = "AzureWebJobsStorage";

    public const string AccountNameSetting = $"{Name}__accountName";

    public const string QueueServiceUriSetting = $"{Name}__queueServiceUri";

    public const string TableServiceUriSetting = $"{Name}__tableServiceUri";

    /// <summary>To the emulator, with its key.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>An account in Azure's public cloud.</summary>
    public string? AccountName { get; init; }

    /// <summary>Together with <see cref="TableServiceUri"/>: an account in any cloud.</summary>
    public string? QueueServiceUri { get; init; }

    public string? TableServiceUri { get; init; }
}
