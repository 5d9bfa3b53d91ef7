using Azure.Core;
using ChatOps.Azure;
using ChatOps.Core.Machines;
using ChatOps.Core.Orders;
using ChatOps.Core.State;
using ChatOps.Functions.Sandboxed;
using ChatOps.Functions.Settings;
using Microsoft.Extensions.Logging;

namespace ChatOps.Functions.Hosts;

/// <summary>What surrounds the product in a program of its own, whichever host runs it.</summary>
internal static class Outside
{
    /// <summary>The clock that everything goes by.</summary>
    public static TimeProvider Time(ProgramOptions options) => options.Sandbox is { } sandbox ? new SandboxClock(sandbox.Folder) : TimeProvider.System;

    public static Surroundings Of(ProgramOptions options, Func<string, ITable> table, INudges nudges, TokenCredential credential, ILoggerFactory logs)
    {
        var arm = ArmConnection.Open(options.Azure.Site.SubscriptionId, credential, transport: null, options.Azure.ResourceManager);
        var around = new Surroundings
        {
            BlueprintsFolder = options.Blueprints.Folder,
            Drafts = options.Blueprints.Drafts,
            Table = table,
            Cloud = new AzureMachineCloud(arm, options.Azure.Site),
            Inventory = new AzureInventory(arm, options.Azure.Site),
            Nudges = nudges,
            AzureTells = options.Azure.Tells,
            Channel = new NoChannel(),
            Time = Time(options),
            Logs = logs,
        };
        if (options.Sandbox is not { } sandbox)
        {
            Log.NoChat(logs.CreateLogger<Product>());
            return around;
        }
        return around with
        {
            Channel = new SandboxChannel(sandbox.Chat),
            Names = new NameMaker(new SandboxNames(sandbox.Folder).Take),
        };
    }
}
