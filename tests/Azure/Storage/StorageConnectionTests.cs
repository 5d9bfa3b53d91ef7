using ChatOps.Azure.Storage;
using ChatOps.Core.Words;

namespace ChatOps.Tests.Azure.Storage;

public sealed class StorageConnectionTests
{
    private const string Key = "c2VjcmV0IHNlY3JldCBzZWNyZXQgc2VjcmV0IHNlY3JldCBzZWNyZXQ=";
    private const string Signed = $"AccountName=gpu;AccountKey={Key}";

    [Theory]
    [InlineData("UseDevelopmentStorage=true", "http://127.0.0.1:10001/devstoreaccount1", "http://127.0.0.1:10002/devstoreaccount1")]
    [InlineData("usedevelopmentstorage=True;", "http://127.0.0.1:10001/devstoreaccount1", "http://127.0.0.1:10002/devstoreaccount1")]
    [InlineData(
        "UseDevelopmentStorage=true;DevelopmentStorageProxyUri=http://localhost",
        "http://localhost:10001/devstoreaccount1", "http://localhost:10002/devstoreaccount1")]
    [InlineData(
        $"DefaultEndpointsProtocol=http;{Signed};BlobEndpoint=http://127.0.0.1:1/gpu;QueueEndpoint=http://127.0.0.1:2/gpu;TableEndpoint=http://[::1]:3/gpu;",
        "http://127.0.0.1:2/gpu", "http://[::1]:3/gpu")]
    [InlineData(
        $" TableEndpoint = https://localhost:3/gpu ;\n QueueEndpoint=https://localhost:2/gpu; {Signed} ",
        "https://localhost:2/gpu", "https://localhost:3/gpu")]
    [InlineData($"{Signed};DefaultEndpointsProtocol=http;EndpointSuffix=localhost;QueueEndpoint=http://localhost:1;TableEndpoint=http://localhost:2",
        "http://localhost:1/", "http://localhost:2/")]
    public void Reads_where_the_emulator_is(string connectionString, string queues, string tables)
    {
        var storage = Open(new() { ConnectionString = connectionString });

        Assert.Equal((new Uri(queues), new Uri(tables), true), (storage.Queues, storage.Tables, storage.IsEmulator));
    }

    [Fact]
    public void Finds_an_account_in_Azure_by_its_name()
    {
        var storage = Open(new() { AccountName = "gpuchatops" });

        Assert.Equal(new Uri("https://gpuchatops.queue.core.windows.net"), storage.Queues);
        Assert.Equal(new Uri("https://gpuchatops.table.core.windows.net"), storage.Tables);
        Assert.False(storage.IsEmulator);
    }

    [Theory]
    [InlineData("https://gpu.queue.core.usgovcloudapi.net", "https://gpu.table.core.usgovcloudapi.net/", false)]
    [InlineData("https://127.0.0.1:1/gpu", "https://localhost:2/gpu", true)]
    [InlineData("https://127.0.0.1:1/gpu", "https://gpu.table.core.windows.net", false)]
    public void Finds_services_in_any_cloud_by_their_addresses(string queues, string tables, bool emulator)
    {
        var storage = Open(new() { QueueServiceUri = queues, TableServiceUri = tables, ConnectionString = "", AccountName = " " });

        Assert.Equal((new Uri(queues), new Uri(tables), emulator), (storage.Queues, storage.Tables, storage.IsEmulator));
    }

    [Theory]
    [InlineData(Signed, "gpu.queue.core.windows.net")]
    [InlineData($"{Signed};EndpointSuffix=core.usgovcloudapi.net", "gpu.queue.core.usgovcloudapi.net")]
    [InlineData($"{Signed};QueueEndpoint=http://127.0.0.1:1/gpu", "gpu.table.core.windows.net")]
    [InlineData($"{Signed};QueueEndpoint=http://127.0.0.1:1/gpu;TableEndpoint=http://azurite:2/gpu", "azurite")]
    [InlineData("UseDevelopmentStorage=true;DevelopmentStorageProxyUri=http://elsewhere", "elsewhere")]
    public void Opens_nothing_but_the_emulator_with_a_key(string connectionString, string host)
    {
        var said = Refused(new() { ConnectionString = connectionString });

        Assert.StartsWith($"AzureWebJobsStorage is a connection string to {host}.", said, StringComparison.Ordinal);
        Assert.Contains("set AzureWebJobsStorage__accountName instead", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Key, "no AccountName")]
    [InlineData("true", "not made of NAME=VALUE")]
    [InlineData($"AccountName=gpu;AccountKey:{Key}", "no AccountKey")]
    [InlineData($"AccountName=gpu;={Key}", "not made of NAME=VALUE")]
    [InlineData($"AccountName=gpu;Key={Key}", "no AccountKey")]
    [InlineData("AccountName=gpu;AccountKey=", "no AccountKey")]
    [InlineData($"AccountKey={Key}", "no AccountName")]
    [InlineData($"AccountName={Key};AccountKey=gpu", "AccountName is not of letters and digits")]
    [InlineData($"AccountName=evil.example/;AccountKey={Key}", "AccountName is not of letters and digits")]
    [InlineData($"AccountName=gpu;AccountKey={Key}*", "AccountKey is not base64")]
    [InlineData($"{Signed};accountkey={Key}", "something twice")]
    [InlineData($"{Signed};QueueEndpoint={Key}", "QueueEndpoint is no address")]
    [InlineData($"{Signed};QueueEndpoint=http://127.0.0.1:1/gpu;TableEndpoint=https://127.0.0.1/?sig={Key}", "TableEndpoint is no address")]
    [InlineData($"{Signed};EndpointSuffix=a/{Key}", "EndpointSuffix is no host")]
    [InlineData($"{Signed};DefaultEndpointsProtocol={Key}", "neither http nor https")]
    [InlineData("UseDevelopmentStorage=false", "UseDevelopmentStorage is not \"true\"")]
    [InlineData($"SharedAccessSignature={Key}", "no AccountName")]
    public void Says_what_is_wrong_with_a_connection_string_and_keeps_the_key_to_itself(string connectionString, string wrong)
    {
        var said = Refused(new() { ConnectionString = connectionString });

        Assert.StartsWith("AzureWebJobsStorage is no connection string: ", said, StringComparison.Ordinal);
        Assert.Contains(wrong, said, StringComparison.Ordinal);
        Assert.DoesNotContain(Key[..8], said, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(null, null, null, null, "Nothing says where storage is. Set AzureWebJobsStorage__accountName, or ")]
    [InlineData("UseDevelopmentStorage=true", "gpu", null, null, "Storage is named in two ways. Keep one of them: ")]
    [InlineData(null, "gpu", "https://gpu.queue.core.windows.net", "https://gpu.table.core.windows.net", "Storage is named in two ways.")]
    [InlineData(null, null, "https://gpu.queue.core.windows.net", null, "AzureWebJobsStorage__tableServiceUri is not set.")]
    [InlineData(null, null, null, "https://gpu.table.core.windows.net", "AzureWebJobsStorage__queueServiceUri is not set.")]
    [InlineData(null, "gpu.queue.core.windows.net", null, null, "AzureWebJobsStorage__accountName is no name of a storage account.")]
    [InlineData(null, "GPU", null, null, "AzureWebJobsStorage__accountName is no name of a storage account.")]
    [InlineData(null, null, "http://gpu.queue.core.windows.net", "https://gpu.table.core.windows.net", "AzureWebJobsStorage__queueServiceUri is no address")]
    [InlineData(null, null, "https://gpu.queue.core.windows.net", "https://gpu.table.example?sig=x", "AzureWebJobsStorage__tableServiceUri is no address")]
    [InlineData(null, null, "gpu", "gpu", "AzureWebJobsStorage__queueServiceUri is no address")]
    public void Says_which_setting_is_wrong(string? connectionString, string? account, string? queues, string? tables, string wrong) => Assert.StartsWith(
        wrong,
        Refused(new() { ConnectionString = connectionString, AccountName = account, QueueServiceUri = queues, TableServiceUri = tables }),
        StringComparison.Ordinal);

    [Fact]
    public void Asks_for_no_token_before_it_is_used()
    {
        var token = new StorageToken();
        var storage = StorageConnection.Open(new() { AccountName = "gpu" }, token);

        storage.OpenQueues();
        storage.OpenTables();

        Assert.Empty(token.Scopes);
    }

    private static StorageConnection Open(StorageSettings settings) => StorageConnection.Open(settings, new StorageToken());

    private static string Refused(StorageSettings settings) => Assert.Throws<UserError>(() => Open(settings)).Message;
}
