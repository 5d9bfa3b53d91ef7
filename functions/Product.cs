using System.Collections.Immutable;
using ChatOps.Bot;
using ChatOps.Bot.Commands;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Machines;
using ChatOps.Core.Orders;
using ChatOps.Core.People;
using ChatOps.Core.State;
using ChatOps.Core.Words;
using ChatOps.Core.Yaml;
using Microsoft.Extensions.Logging;

namespace ChatOps.Functions;

/// <summary>What differs between the hosts of the product.</summary>
public sealed record Surroundings
{
    /// <summary>The folder with blueprints, <c>policy.yaml</c> and <c>released.lock</c>.</summary>
    public required string BlueprintsFolder { get; init; }
    /// <summary>Whether versions that are not released yet are offered.</summary>
    public required bool Drafts { get; init; }
    /// <summary>Opens a table by its name.</summary>
    public required Func<string, ITable> Table { get; init; }
    public required IMachineCloud Cloud { get; init; }
    public required IChannel Channel { get; init; }
    public required TimeProvider Time { get; init; }
    public required ILoggerFactory Logs { get; init; }
    public NameMaker Names { get; init; } = new();
}

/// <summary>The composition root: the whole product, put together once, the same for every host.</summary>
public sealed class Product
{
    private readonly OutboxDelivery _outbox;

    /// <exception cref="InvalidFileException">Blueprints or policy are wrong; says where.</exception>
    public Product(Surroundings host)
    {
        Policy = PolicyFile.Load(Path.Combine(host.BlueprintsFolder, "policy.yaml"));
        Blueprints = BlueprintCatalog.Load(host.BlueprintsFolder, host.Drafts);
        RequireTeams(Blueprints, Policy);
        Machines = new MachineStore(host.Table("machines"));
        var names = new NameStore(host.Table("names"), Machines, host.Time);
        var launching = new Launching(Blueprints, Machines, names, host.Names, host.Time);
        var orders = new MachineOrders(Machines, host.Time);
        Engine = new Engine(Machines, host.Cloud, Blueprints, host.Time, host.Logs.CreateLogger<Engine>());
        Commands = CommandList.Create(Blueprints, Machines, names, launching, orders);
        Bot = new ChatBot(Commands, Policy.TimeZone, host.Time, host.Logs.CreateLogger<ChatBot>());
        _outbox = new OutboxDelivery(Machines, host.Channel, Policy.TimeZone, host.Time, host.Logs.CreateLogger<OutboxDelivery>());
    }

    public Policy Policy { get; }

    public BlueprintCatalog Blueprints { get; }

    public MachineStore Machines { get; }

    public ImmutableArray<ICommand> Commands { get; }

    public Engine Engine { get; }

    public ChatBot Bot { get; }

    /// <summary>A slip in a team's name would quietly let nobody in.</summary>
    private static void RequireTeams(BlueprintCatalog blueprints, Policy policy)
    {
        var teams = policy.Teams.Select(team => team.Name).Append("everyone").ToList();
        var problems = blueprints.All
            .SelectMany(blueprint => blueprint.Access.Launch.Where(who => !teams.Contains(who)).Select(who =>
                $"blueprints/{blueprint.Name}: access.launch: policy.yaml has no team {who}.{NearMiss.Hint(who, teams)}"))
            .ToList();
        if (problems.Count > 0) throw new InvalidFileException(problems);
    }

    /// <summary>One minute's work: whatever is due, then whatever waits to be told.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        await Engine.SweepAsync(cancellationToken);
        await _outbox.DeliverAsync(cancellationToken);
    }
}
