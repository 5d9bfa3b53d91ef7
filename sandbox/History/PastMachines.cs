using ChatOps.Core.Blueprints;
using ChatOps.Core.Machines;
using ChatOps.Core.Metering;
using ChatOps.Core.Orders;
using ChatOps.Core.People;
using ChatOps.Core.Prices;

namespace ChatOps.Sandbox.History;

/// <summary>
/// Machines that a team's people might have had, as they are when nothing is left of them. They depend on the policy, the blueprints, the prices and
/// the days, and on nothing else. No limit of the policy is exceeded, and most of a budget is spent.
/// </summary>
public sealed class PastMachines(Policy policy, IReadOnlyCollection<Blueprint> blueprints, PriceBook prices)
{
    /// <summary>Of a budget, evenly over the month.</summary>
    private const double Spends = 0.85;

    /// <param name="first">Where the team is.</param>
    /// <param name="end">The day after the last: when it begins, none of them is left.</param>
    public IReadOnlyList<Machine> OfTeam(Team team, DateOnly first, DateOnly end)
    {
        var (zone, had) = (policy.ZoneOf(team), new List<Machine>());
        var last = CalendarDay.BeginOf(end, zone);
        var people = team.Members.Concat(team.Managers).Distinct().Select(policy.Find).OfType<Person>().ToList();
        var (month, spent) = (first.Month, 0m);
        for (var day = first; day < end; day = day.AddDays(1))
        {
            if (day.Month != month) (month, spent) = (day.Month, 0);
            var there = had.FindAll(machine => machine.GoneAt > CalendarDay.BeginOf(day, zone));
            foreach (var person in people)
            {
                var chance = Chance.Of($"{team.Name}/{person.Email}/{day:yyyy-MM-dd}");
                var launches = PastDays.Launches(chance, day, isManager: !team.Members.Contains(person.Email));
                for (var i = 0; i < launches; i++)
                {
                    var id = MachineId.FromRequest($"history/{team.Name}/{person.Email}/{day:yyyy-MM-dd}/{i}");
                    if (Choose(chance, team, person, PastDays.LaunchOf(chance, day, zone), id) is not { } chosen) continue;
                    var machine = PastLives.Live(chosen, last);
                    if (!Fits(team, machine, there)) continue;
                    var cost = UsageRecord.Of(machine, last).Sum(record => record.Cost?.Amount ?? 0);
                    if (policy.LimitsOf(team, machine.LaunchedAt).MonthlyBudget * PartOf(day) < spent + cost) continue;
                    spent += cost;
                    had.Add(machine);
                    there.Add(machine);
                }
            }
        }
        return had;
    }

    /// <summary>How much of a month's budget may be spent when a day ends.</summary>
    private static decimal PartOf(DateOnly day) => (decimal)(Spends * day.Day / DateTime.DaysInMonth(day.Year, day.Month));

    /// <summary>Null where the team may not have what chance would have it launch.</summary>
    private Machine? Choose(Chance chance, Team team, Person person, DateTimeOffset at, MachineId id)
    {
        var limits = policy.LimitsOf(team, at);
        var offered = blueprints.Where(blueprint => blueprint.Access.Allows(person) && limits.AllowsBlueprint(blueprint.Name)).ToList();
        if (offered.Count == 0) return null;
        // The bigger, the rarer.
        var blueprint = chance.OneOf(offered, choice => 1.0 / choice.FirstSize.GpuCount);
        var size = blueprint.SizesWith(chance.OneOf(blueprint.Machine.Gpus, gpus => 1.0 / gpus)).First();
        if (blueprint.Machine.Regions.FirstOrDefault(limits.AllowsRegion) is not { } region) return null;
        var mustBeSpot = limits.SpotOutsideHours == true && !policy.IsInHours(team, at);
        var isSpot = blueprint.Machine.Spot != SpotUse.Never && prices.PerHour(size.Name, region, spot: true) is not null && (mustBeSpot || chance.Is(0.2));
        if (mustBeSpot && !isSpot) return null;
        var perHour = prices.PerHour(size.Name, region, isSpot);
        if (perHour?.Amount > limits.DearestPerHour) return null;
        return New(id, team, person, blueprint, new Placement(size.Name, region), isSpot) with { LaunchedAt = at, PhaseSince = at, DueAt = at };
    }

    private Machine New(MachineId id, Team team, Person person, Blueprint blueprint, Placement place, bool isSpot) =>
        new()
        {
            Id = id,
            Name = new NameMaker().Names(id).First(),
            Owner = person.Email,
            Team = team.Name,
            Blueprint = blueprint.Ref,
            Placements = [place],
            Spot = isSpot,
            KeepOnFailure = false,
            Home = Conversation.Direct("history", person.Email),
            Phase = Phase.Deleted,
            Wanted = Wanted.Deleted,
            LaunchedAt = default,
            PhaseSince = default,
            DueAt = default,
            LeaseLength = blueprint.Lifetime.Default,
            LongestLease = blueprint.Lifetime.Max,
            PerHour = prices.PerHour(place.Size, place.Region, isSpot),
            MostPerHour = isSpot ? prices.PerHour(place.Size, place.Region, spot: false) : null,
            DisksPerHour = prices.DisksPerHour(blueprint.Machine, place.Region),
        };

    /// <summary>Whether team and owner may have it beside what they had at the same time.</summary>
    private bool Fits(Team team, Machine next, IEnumerable<Machine> had)
    {
        var others = had.Where(other => other.LaunchedAt < next.GoneAt && next.LaunchedAt < other.GoneAt).ToList();
        return Allows(policy.LimitsOf(team, next.LaunchedAt), others, next)
            && Allows(policy.LimitsOf(team, next.Owner, next.LaunchedAt), others.FindAll(other => other.Owner == next.Owner), next);
    }

    private static bool Allows(Limits limits, List<Machine> others, Machine next) =>
        !(others.Count >= limits.Machines)
        && limits.Gpus.Where(limit => limit.Covers(next.Size.GpuModel)).All(limit =>
            next.Size.GpuCount + others.Where(other => limit.Covers(other.Size.GpuModel)).Sum(other => other.Size.GpuCount) <= limit.Most);
}
