using ChatOps.Azure.Storage;

namespace ChatOps.Sandbox;

/// <summary>An account of <see cref="Azurite"/>'s: what one does in it, nobody sees in another.</summary>
/// <param name="key">Base64.</param>
/// <param name="queues">Of all accounts; also below.</param>
public sealed class AzuriteAccount(string name, string key, Uri queues, Uri tables)
{
    public StorageSharedKeyCredential Credential { get; } = new(name, key);

    public Uri Queues { get; } = new(queues, name);

    public Uri Tables { get; } = new(tables, name);

    /// <summary>For the setting <see cref="StorageSettings.ConnectionString"/>.</summary>
    public string ConnectionString { get; } =
        $"DefaultEndpointsProtocol={queues.Scheme};AccountName={name};AccountKey={key};"
        + $"QueueEndpoint={new Uri(queues, name)};TableEndpoint={new Uri(tables, name)};";
}
