using ChatOps.Functions;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOps.Bench;

/// <summary>What is around the product where only the product is measured: machines that run, and nobody who hears of it.</summary>
internal static class BenchHost
{
    public static Surroundings Of(BenchStore store, TimeProvider time)
    {
        var cloud = new RunningCloud();
        return new Surroundings
        {
            BlueprintsFolder = BenchFolders.Blueprints,
            Drafts = true,
            Table = store.Table,
            Cloud = cloud,
            Inventory = cloud,
            Nudges = NoNudges.Instance,
            AzureTells = true,
            Channel = new SilentChannel(),
            Time = time,
            Logs = NullLoggerFactory.Instance,
        };
    }
}
