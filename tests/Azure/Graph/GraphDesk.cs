using ChatOps.Azure;
using ChatOps.Azure.Graph;
using ChatOps.Sandbox;
using ChatOps.Sandbox.Graph;

namespace ChatOps.Tests.Azure.Graph;

/// <summary>The product's client of Graph against the stand-in, over HTTP.</summary>
internal sealed class GraphDesk : IAsyncDisposable
{
    private readonly Dictionary<string, string> _ids = [];

    private GraphDesk(GraphStandIn standIn)
    {
        var options = new GraphClientOptions { Transport = standIn.Transport() };
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        (StandIn, Graph) = (standIn, new GraphServiceClient(GraphServiceClient.Global, SandboxAzure.Credential, options));
        Directory = new EntraGroupDirectory(Graph);
    }

    public GraphStandIn StandIn { get; }

    public GraphServiceClient Graph { get; }

    public EntraGroupDirectory Directory { get; }

    public static async Task<GraphDesk> OpenAsync() => new(await GraphStandIn.StartAsync(certificate: null, TestContext.Current.CancellationToken));

    /// <summary>The id of a group.</summary>
    public static string Group(char digit) => new Guid(new string(digit, 32)).ToString();

    /// <summary>Somebody whose user principal name is NAME@contoso.example; the same again, when there is such a one.</summary>
    /// <returns>Their id.</returns>
    public string User(string name, string? mail = null, bool? isEnabled = true)
    {
        var id = _ids.TryGetValue(name, out var known) ? known : _ids[name] = $"00000000-0000-4000-8000-{_ids.Count + 1:D12}";
        lock (StandIn.Lock) StandIn.Directory.Put(new EntraUser(id, mail, $"{name}@contoso.example", isEnabled));
        return id;
    }

    public void Put(string group, params string[] members)
    {
        lock (StandIn.Lock) StandIn.Directory.Put(new EntraGroup(group, [.. members]));
    }

    public ValueTask DisposeAsync() => StandIn.DisposeAsync();
}
