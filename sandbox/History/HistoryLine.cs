using ChatOps.Azure.Prices;
using ChatOps.Core.Machines;
using ChatOps.Core.Metering;
using ChatOps.Core.People;
using ChatOps.Core.Prices;
using ChatOps.Core.Utilization;
using ChatOps.Core.Words;

namespace ChatOps.Sandbox.History;

/// <summary>
/// <c>! history 30d</c>: machines that there might have been are written into the product's own tables, as those that there were would have left them, up to
/// where the present day begins for each team.
/// </summary>
internal static class HistoryLine
{
    private const int MostDays = 92;

    /// <summary>So many machines are recorded at the same time: where each is some requests, somebody waits for them.</summary>
    private const int AtOnce = 16;

    public const string Help = "! history 30d            so many days before today have been like any other: for cost, report and utilization; once";

    /// <returns>What was written, for people.</returns>
    /// <exception cref="UserError">The words make no sense, or something was used before today.</exception>
    public static async Task<string> RunAsync(World world, IReadOnlyList<string> words, CancellationToken cancellationToken)
    {
        if (!Durations.TryParse(string.Join(' ', words), out var back) || back.TotalDays is < 1 or > MostDays)
            throw new UserError($"How many days of history? For example: ! history 30d. {MostDays} at the most.");
        var (now, product, days) = (world.Time.GetUtcNow(), world.Product, (int)back.TotalDays);
        var policy = new LivePolicy(product.Policy);
        var ledger = Ledger.Open(world.Tables, policy);
        await RequireNothingAsync(world, ledger, policy, days, cancellationToken);
        var prices = (await new PriceStore(world.Tables("prices")).FindAsync(cancellationToken))?.Prices.Book ?? ShippedPrices.Book;
        var past = new PastMachines(policy.Now, [.. product.Blueprints.All], prices);
        var (use, machines) = (new UseStore(world.Tables("use")), new List<Machine>());
        foreach (var team in policy.Now.Teams)
        {
            var zone = policy.Now.ZoneOf(team);
            var today = CalendarDay.Of(now, zone).Date;
            var own = past.OfTeam(team, today.AddDays(-days), today);
            await Parallel.ForEachAsync(own, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
                async (machine, token) => await ledger.RecordAsync(machine, token));
            foreach (var day in own.SelectMany(machine => PastUse.Of(machine, zone)).GroupBy(day => day.Date))
                await use.PutAsync(team.Name, day.Key, [.. day], cancellationToken);
            for (var day = today.AddDays(-days); day < today; day = day.AddDays(1))
                await use.NoteSumAsync(CalendarDay.Of(day, zone), now, cancellationToken);
            machines.AddRange(own);
        }
        var bill = machines.SelectMany(machine => PastBill.Of(machine, product.Blueprints.Find(machine.Blueprint))).ToList();
        world.Cloud.Act(world.Time, _ => world.Cloud.State.Bill.Closed.AddRange(bill));
        var names = Listing.And(policy.Now.Teams.Select(team => team.Name));
        return $"{Plural.Of(machines.Count, "machine")} of {names} are in the ledger, of {Plural.Of(days, "day")}, all before today. "
            + "Say `cost team month` or `report`.";
    }

    private static async Task RequireNothingAsync(World world, Ledger ledger, LivePolicy policy, int days, CancellationToken cancellationToken)
    {
        var now = world.Time.GetUtcNow();
        var live = await world.LiveAsync(cancellationToken);
        foreach (var team in policy.Now.Teams)
        {
            var today = CalendarDay.Of(now, policy.Now.ZoneOf(team));
            var used = await ledger.OfTeamAsync(team.Name, live, today.Begin.AddDays(-days - 1), today.Begin, cancellationToken);
            if (used.Count > 0)
                throw new UserError($"{team.Title} has used something before today already, and history is not added to that. "
                    + "Write it where nothing has been used yet: in a new scenario, or in a sandbox started with --reset.");
        }
    }
}
