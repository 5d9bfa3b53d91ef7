using ChatOps.Azure.Storage;
using ChatOps.Core.State;
using ChatOps.Sandbox.Cloud;
using ChatOps.Sandbox.Monitor;

namespace ChatOps.Sandbox.Loopback;

/// <summary>
/// All of Azure that the product needs, on the loopback, for a program in another process, which is told of it by its settings alone. It
/// goes the ways that it goes in Azure: to ARM over TLS, with tokens of its managed identity.
/// </summary>
public sealed class LocalAzure : IAsyncDisposable
{
    private readonly LoopbackAuthority _authority;

    /// <summary>What was started only for this one.</summary>
    private (Azurite Azurite, LoopbackAuthority Authority)? _ours;

    private LocalAzure(LoopbackAuthority authority, AzuriteAccount storage, StandIns standIns, IdentityEndpoint identity)
    {
        (_authority, Storage, StandIns, Identity) = (authority, storage, standIns, identity);
        var tables = new TableServiceClient(storage.Tables, storage.Credential, new TableClientOptions { Transport = authority.Transport() });
        Tables = name => new AzureTable(tables.GetTableClient(name));
    }

    /// <summary>Nothing is in it at first.</summary>
    public AzuriteAccount Storage { get; }

    public StandIns StandIns { get; }

    public ArmStandIn Arm => StandIns.Arm;

    public MonitorStandIn Monitor => StandIns.Monitor;

    public IdentityEndpoint Identity { get; }

    /// <summary>With an account at an emulator that others use too. Whether that takes tokens decides how the program signs in there.</summary>
    /// <param name="time">The stand-in's. Tokens and certificates go by the real clock.</param>
    /// <param name="file">Where the stand-in keeps its state; null for nowhere.</param>
    /// <param name="authority">The emulator's as well, if that is spoken to over TLS. Both must outlive this.</param>
    public static async Task<LocalAzure> StartAsync(
        TimeProvider time, string? file, LoopbackAuthority authority, Azurite azurite, CancellationToken cancellationToken)
    {
        var storage = azurite.NewAccount();
        var standIns = await StandIns.StartAsync(time, file, authority.Server, cancellationToken);
        try
        {
            return new LocalAzure(authority, storage, standIns, await IdentityEndpoint.StartAsync(cancellationToken));
        }
        catch
        {
            await standIns.DisposeAsync();
            throw;
        }
    }

    /// <summary>With an emulator of its own.</summary>
    /// <param name="root">The folder that <c>npm ci</c> was run in.</param>
    /// <param name="tokens">True to sign in to storage with tokens, as in Azure; false with a connection string, as developers do.</param>
    public static async Task<LocalAzure> StartAsync(TimeProvider time, string root, bool tokens, CancellationToken cancellationToken)
    {
        var authority = LoopbackAuthority.Create();
        Azurite? azurite = null;
        try
        {
            azurite = await Azurite.StartAsync(root, new AzuriteOptions { Authority = tokens ? authority : null }, cancellationToken);
            var azure = await StartAsync(time, null, authority, azurite, cancellationToken);
            azure._ours = (azurite, authority);
            return azure;
        }
        catch
        {
            if (azurite is not null) await azurite.DisposeAsync();
            authority.Dispose();
            throw;
        }
    }

    /// <summary>For who is in this process: signed in with the account's key, which the emulator takes as well.</summary>
    public Func<string, ITable> Tables { get; }

    /// <inheritdoc cref="Tables"/>
    public QueueServiceClient OpenQueues() => new(Storage.Queues, Storage.Credential, new QueueClientOptions { Transport = _authority.Transport() });

    /// <summary>The environment variables that make a program use all of this.</summary>
    public IReadOnlyDictionary<string, string> Settings()
    {
        var (site, metrics) = (SandboxAzure.Site, SandboxAzure.Metrics);
        var settings = new Dictionary<string, string>
        {
            ["Azure__ResourceManager"] = $"{Arm.SecureAddress}",
            ["Azure__SubscriptionId"] = site.SubscriptionId,
            ["Azure__ResourceGroup"] = site.ResourceGroup,
            ["Azure__AdminSshPublicKey"] = site.AdminSshPublicKey,
            ["Azure__Metrics__WorkspaceId"] = $"{metrics.WorkspaceId}",
            ["Azure__Metrics__Endpoint"] = $"{metrics.Ingestion}",
            ["Azure__Metrics__RuleId"] = metrics.RuleId,
            ["Azure__Metrics__Identity"] = metrics.Identity,
            ["Azure__Metrics__QueryEndpoint"] = $"{Monitor.SecureAddress}",
            ["Azure__Costs"] = "true",
            ["Prices__Endpoint"] = $"{StandIns.Prices.SecureAddress}",
            ["IDENTITY_ENDPOINT"] = $"{Identity.Address}",
            ["IDENTITY_HEADER"] = Identity.Secret,
            // Azure's own servers are trusted anyway.
            ["SSL_CERT_FILE"] = _authority.RootFile,
        };
        foreach (var (region, subnet) in site.Subnets) settings[$"Azure__Subnets__{region}"] = subnet;
        if (Storage.Queues.Scheme == "http")
        {
            settings[StorageSettings.Name] = Storage.ConnectionString;
            return settings;
        }
        settings[StorageSettings.QueueServiceUriSetting] = $"{Storage.Queues}";
        settings[StorageSettings.TableServiceUriSetting] = $"{Storage.Tables}";
        return settings;
    }

    public async ValueTask DisposeAsync()
    {
        await Identity.DisposeAsync();
        await StandIns.DisposeAsync();
        if (_ours is not var (azurite, authority)) return;
        await azurite.DisposeAsync();
        authority.Dispose();
    }
}
