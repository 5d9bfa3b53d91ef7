using ChatOps.Core.Machines;
using ChatOps.Core.Words;
using ChatOps.Sandbox.Cloud;
using ChatOps.Sandbox.Costs;
using ChatOps.Sandbox.Monitor;
using ChatOps.Sandbox.Prices;

namespace ChatOps.Sandbox.Play;

/// <summary><c>! cloud …</c> and <c>! workload …</c>: what happens to Azure, and what happens on the machines there.</summary>
internal static class CloudLines
{
    public static string Help => $"{CloudControls.Help}\n{MetricsControls.Help}\n{PriceControls.Help}\n{CostControls.Help}\n{WorkloadControls.Help}";

    /// <exception cref="UserError">The words make no sense; says what would.</exception>
    public static async Task RunAsync(World world, string[] words, CancellationToken cancellationToken)
    {
        if (words is ["cloud", "metrics", .. var fault])
        {
            MetricsControls.Run(world.Monitor, fault);
            return;
        }
        if (words is ["cloud", "prices" or "price", ..])
        {
            PriceControls.Run(world.Prices, words[1..], world.Time.GetUtcNow());
            return;
        }
        if (words is ["cloud", "costs", .. var costs])
        {
            CostControls.Run(world.Cloud, costs, world.Time);
            return;
        }
        var (live, now) = (await world.LiveAsync(cancellationToken), world.Time.GetUtcNow());
        if (words is ["workload", var name, .. var use])
        {
            WorkloadControls.Run(world.Guests, Named(live, name).ResourceName, use, now);
            return;
        }
        CloudControls.Run(world.Cloud, words[1..], world.Time, called => Named(live, called).ResourceName);
        if (words is ["cloud", "evict", var evicted]) world.Guests.AnnounceEviction(Named(live, evicted).ResourceName, now + Pace.EvictionNotice);
    }

    /// <exception cref="UserError">There is none of this name.</exception>
    public static Machine Named(IReadOnlyList<Machine> live, string name) =>
        live.FirstOrDefault(m => m.Name == name)
        ?? throw new UserError($"There is no machine called {Echo.Name(name)}.{NearMiss.Hint(name, live.Select(m => m.Name))}");
}
