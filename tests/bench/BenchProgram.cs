using System.Net;
using ChatOps.Core.Blueprints;
using ChatOps.Core.People;
using ChatOps.Functions;
using ChatOps.Functions.Hosts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;

namespace ChatOps.Bench;

/// <summary>The product on SQLite with machines in it, behind the real endpoint of a chat.</summary>
internal sealed class BenchProgram : IAsyncDisposable
{
    private readonly BenchStore _store;
    private readonly WebApplication _app;

    private BenchProgram(BenchStore store, WebApplication app) => (_store, _app) = (store, app);

    public Uri Address => new(_app.Urls.First());

    /// <param name="chat">Gives it the chat.</param>
    /// <param name="map">Gives it the endpoint.</param>
    public static async Task<BenchProgram> StartAsync(
        Func<Surroundings, Surroundings> chat, Action<IEndpointRouteBuilder, Product> map, CancellationToken cancellationToken)
    {
        var store = await BenchStore.OpenAsync("sqlite", cancellationToken);
        var product = Product(store, chat);
        var blueprint = product.Blueprints.All.First(b => b.Name == "pytorch-a100");
        var stock = new Stock(store.Table("machines"), store.Table("names"), blueprint, TimeProvider.System.GetUtcNow());
        await stock.AddLiveAsync(0, Load.Machines, due: 0, cancellationToken);
        var builder = Web.Builder(secrets: false);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        map(app, product);
        await app.StartAsync(cancellationToken);
        return new BenchProgram(store, app);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _store.DisposeAsync();
    }

    private static Product Product(BenchStore store, Func<Surroundings, Surroundings> chat)
    {
        var blueprints = BlueprintCatalog.Load(BenchFolders.Blueprints, drafts: true);
        var policy = PolicyFile.Load(Path.Combine(BenchFolders.Blueprints, "policy.yaml"));
        policy = policy with { Teams = policy.Teams.AddRange(Stock.People.SelectMany(person => person.Teams).DistinctBy(team => team.Name)) };
        return new Product(chat(BenchHost.Of(store, TimeProvider.System) with { Channel = null }), policy, blueprints);
    }
}

/// <summary>So fast that nobody ever waits for a conversation's turn: fifty people say more here than any chat lets thousands say.</summary>
internal sealed class HastyTime : TimeProvider
{
    private const int Haste = 1_000;

    public override long GetTimestamp() => base.GetTimestamp() * Haste;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + GetElapsedTime(0);
}
