using System.Collections.Immutable;
using ChatOps.Core.Approvals;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Core.Approvals;

/// <summary>A launch that everything allows: one A100 of vision's eight, for four hours, on a Monday morning.</summary>
internal sealed record Ask
{
    public static readonly DateTimeOffset Monday = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    private static readonly Limits TeamLimits = new()
    {
        Gpus = [new GpuLimit("A100*", 8), new GpuLimit("*", 12)],
        Machines = 5,
        MonthlyBudget = 1000,
        DearestPerHour = 10,
        LongestLease = TimeSpan.FromDays(1),
        Blueprints = ["pytorch-*"],
        Regions = ["eastus", "westus2"],
        SpotOutsideHours = true,
    };

    private static readonly Limits PersonLimits = new() { Gpus = [new GpuLimit("*", 4)], Machines = 3, MonthlyBudget = 500 };

    public Team Team { get; init; } = new()
    {
        Name = "vision",
        Title = "Computer Vision",
        Managers = ["manager@contoso.example"],
        Members = ["scientist@contoso.example"],
        Limits = TeamLimits,
        EachPerson = PersonLimits,
    };

    public ApprovalRules Rules { get; init; } = new() { OneAbove = 100, TwoAbove = 300, Restricted = ["llm-*"] };

    public ImmutableArray<string> Admins { get; init; } = ["admin@contoso.example", "admin2@contoso.example"];

    public string Requester { get; init; } = "scientist@contoso.example";

    public Asked Asked { get; init; } = new()
    {
        Kind = AskedKind.Launch,
        Request = "message-1",
        Owner = "scientist@contoso.example",
        Team = new Team { Name = "", Title = "", Managers = [], Members = [] },
        Machine = new MachineId("0123456789abcdef"),
        Blueprint = "pytorch-a100",
        Placements = [new Placement("Standard_NC24ads_A100_v4", "eastus")],
        Spot = false,
        Lease = TimeSpan.FromHours(4),
        Paid = TimeSpan.FromHours(4),
        Prices = SomePrices.Book,
    };

    public ImmutableArray<Use> Uses { get; init; } = [];

    public Spent Spent { get; init; } = new(ImmutableDictionary<string, decimal>.Empty);

    public DateTimeOffset Now { get; init; } = Monday;

    public Policy Policy => new()
    {
        Organisation = "Contoso",
        TimeZone = TimeZoneInfo.Utc,
        Admins = Admins,
        Teams = [Team],
        Hours = new OfficeHours(new TimeOnly(8, 0), new TimeOnly(19, 0), [DayOfWeek.Monday, DayOfWeek.Tuesday]),
        Approvals = Rules,
    };

    public Decision Decide() => PolicyDecision.Decide(Requester, Asked with { Team = Team }, new Usage(Uses, Spent), Policy, Now);

    /// <summary>What somebody else, or the scientist, has already.</summary>
    public Ask Using(int machines, string size = "Standard_NC24ads_A100_v4", string person = "other@contoso.example", decimal planned = 0) => this with
    {
        Uses = [.. Uses, .. Enumerable.Range(Uses.Length, machines).Select(n => new Use(new MachineId($"{n:x16}"), person, [size], planned))],
    };

    public Ask Asking(Func<Asked, Asked> change) => this with { Asked = change(Asked) };

    public Ask Limiting(Func<Limits, Limits> change) => this with { Team = Team with { Limits = change(Team.Limits) } };

    public Ask LimitingEach(Func<Limits, Limits> change) => this with { Team = Team with { EachPerson = change(Team.EachPerson) } };

    public Ask Having(string email, decimal spent) => this with { Spent = new Spent(Spent.ByPerson.Add(email, spent)) };
}
