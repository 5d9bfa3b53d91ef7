using ChatOps.Bot;
using ChatOps.Bot.Channels.Slack;
using ChatOps.Bot.Channels.Teams;
using ChatOps.Core.Actuals;
using ChatOps.Core.Inventory;
using ChatOps.Core.Machines;
using ChatOps.Core.Metrics;
using ChatOps.Core.Orders;
using ChatOps.Core.People;
using ChatOps.Core.Prices;
using ChatOps.Core.State;
using Microsoft.Extensions.Logging;

namespace ChatOps.Functions;

/// <summary>What differs between the hosts of the product.</summary>
public sealed record Surroundings
{
    /// <summary>The folder with blueprints, <c>policy.yaml</c> and <c>released.lock</c>.</summary>
    public required string BlueprintsFolder { get; init; }
    /// <summary>Where the policy is; null for that in the folder.</summary>
    public string? PolicyFile { get; init; }
    /// <summary>Whether versions that are not released yet are offered.</summary>
    public required bool Drafts { get; init; }
    /// <summary>Opens a table by its name.</summary>
    public required Func<string, ITable> Table { get; init; }
    public required IMachineCloud Cloud { get; init; }
    public required ICloudInventory Inventory { get; init; }
    /// <summary>Asked only of the groups that the policy names. Null where there are none.</summary>
    public IGroupDirectory? Groups { get; init; }
    /// <summary>Null to go by the prices that the program was shipped with.</summary>
    public IPriceList? Prices { get; init; }
    /// <summary>Null where nobody asks Azure what it bills.</summary>
    public IActualCosts? Actuals { get; init; }
    /// <summary>Null where nothing is measured on machines.</summary>
    public IMachineMetrics? Metrics { get; init; }
    public required INudges Nudges { get; init; }
    /// <summary>Whether Azure nudges by itself when it has done something (docs/adr/0004); else it is asked again and again.</summary>
    public required bool AzureTells { get; init; }
    /// <summary>How many machines are looked at at the same time.</summary>
    public int AtOnce { get; init; } = 16;
    /// <summary>The sandbox's own chat; null outside it.</summary>
    public IChannel? Channel { get; init; }
    /// <summary>Null without Microsoft Teams.</summary>
    public TeamsSite? Teams { get; init; }
    /// <summary>Null without Slack.</summary>
    public SlackSite? Slack { get; init; }
    public required TimeProvider Time { get; init; }
    public required ILoggerFactory Logs { get; init; }
    public NameMaker Names { get; init; } = new();
}
