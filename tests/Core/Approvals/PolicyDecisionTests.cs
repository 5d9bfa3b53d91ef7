using ChatOps.Core.Approvals;
using ChatOps.Core.Machines;
using ChatOps.Core.People;

namespace ChatOps.Tests.Core.Approvals;

/// <summary>Everything in order, and one thing different a row.</summary>
public sealed class PolicyDecisionTests
{
    private static readonly Ask Fine = new();

    private static readonly Dictionary<string, (Ask Ask, PolicyRule Rule, int Approvers, string Text)> Asks = new()
    {
        ["all A100s of the team in use"] = (Fine.Using(8), PolicyRule.TeamGpus, 1, "vision uses 8 of 8 A100 GPUs; this needs 1 more."),
        ["all GPUs of the team in use"] = (
            Fine.Using(3, "Standard_NC64as_T4_v3"), PolicyRule.TeamGpus, 1, "vision uses 12 of 12 GPUs; this needs 1 more."),
        ["more GPUs than are left"] = (
            Fine.Using(6).Asking(asked => asked with { Placements = [new Placement("Standard_NC48ads_A100_v4", "eastus")] })
                .Limiting(limits => limits with { Gpus = [new GpuLimit("A100*", 7)] }),
            PolicyRule.TeamGpus, 1, "vision uses 6 of 7 A100 GPUs; this needs 2 more."),
        ["all of a person's GPUs in use"] = (
            Fine.Using(1, "Standard_NC96ads_A100_v4", Fine.Requester), PolicyRule.PersonGpus, 1, "scientist in vision uses 4 of 4 GPUs; this needs 1 more."),
        ["all machines of the team in use"] = (
            Fine.Using(5, "Standard_NC4as_T4_v3"), PolicyRule.TeamMachines, 1, "vision uses 5 of 5 machines; this needs 1 more."),
        ["all of a person's machines in use"] = (
            Fine.Using(3, "Standard_NC4as_T4_v3", Fine.Requester), PolicyRule.PersonMachines, 1,
            "scientist in vision uses 3 of 3 machines; this needs 1 more."),
        ["the budget spent"] = (
            Fine.Having("other@contoso.example", 990), PolicyRule.TeamBudget, 1,
            "vision has spent or planned $990.00 of this month's $1,000.00; this costs about $14.69."),
        ["the budget planned by what runs"] = (
            Fine.Using(1, planned: 990), PolicyRule.TeamBudget, 1, "vision has spent or planned $990.00 of this month's $1,000.00; this costs about $14.69."),
        ["a person's budget spent"] = (
            Fine.Having(Fine.Requester, 490), PolicyRule.PersonBudget, 1,
            "scientist in vision has spent or planned $490.00 of this month's $500.00; this costs about $14.69."),
        ["a lease that is too long"] = (
            Fine.Asking(asked => asked with { Lease = TimeSpan.FromHours(25) }), PolicyRule.LongestLease, 1,
            "vision may have a machine for 1 d in one go; this is 1 d 1 h."),
        ["a restricted blueprint"] = (
            Fine with { Rules = Fine.Rules with { Restricted = ["pytorch-a*"] } }, PolicyRule.Restricted, 1,
            "pytorch-a100 is restricted: each launch takes an approval."),
        ["a cost for one"] = (
            Fine.Asking(asked => asked with { Paid = TimeSpan.FromHours(30) }), PolicyRule.Cost, 1,
            "What costs more than $100.00 takes 1 approval; this costs about $110.19."),
        ["a cost for two"] = (
            Fine.Asking(asked => asked with { Paid = TimeSpan.FromHours(90) }), PolicyRule.Cost, 2,
            "What costs more than $300.00 takes 2 approvals; this costs about $330.57."),
        ["a cost that nobody knows"] = (
            Fine.Asking(asked => asked with { Placements = [new Placement("Standard_ND128isr_GB300_v6", "eastus")] })
                .Limiting(limits => limits with { DearestPerHour = null }),
            PolicyRule.Cost, 1, "What costs more than $100.00 takes an approval, and what this costs is not known."),
    };

    private static readonly Dictionary<string, (Ask Ask, PolicyRule Rule, string Text)> Refusals = new()
    {
        ["a blueprint that is not allowed"] = (
            Fine.Asking(asked => asked with { Blueprint = "jupyter-a10" }), PolicyRule.Blueprints, "vision may launch pytorch-*, not jupyter-a10."),
        ["a region that is not allowed"] = (
            Fine.Asking(asked => asked with { Placements = [new Placement("Standard_NC24ads_A100_v4", "uksouth")] }), PolicyRule.Regions,
            "vision may use eastus or westus2, not uksouth."),
        ["a size that is too dear"] = (
            Fine.Asking(asked => asked with { Placements = [new Placement("Standard_NC96ads_A100_v4", "eastus")] }), PolicyRule.DearestSize,
            "vision may launch sizes of up to $10.00 per hour; Standard_NC96ads_A100_v4 costs $14.69 per hour."),
        ["a size whose price nobody knows"] = (
            Fine.Asking(asked => asked with { Placements = [new Placement("Standard_ND128isr_GB300_v6", "eastus")] }), PolicyRule.DearestSize,
            "vision may launch sizes of up to $10.00 per hour; Standard_ND128isr_GB300_v6 costs more than anybody knows."),
        ["places of which each breaks another rule"] = (
            Fine.Asking(asked => asked with
            {
                Placements = [new Placement("Standard_NC96ads_A100_v4", "eastus"), new Placement("Standard_NC24ads_A100_v4", "uksouth")],
            }), PolicyRule.Regions, "The policy of vision allows none of the places that this could be built in."),
        ["an evening without spot"] = (
            Fine with { Now = Ask.Monday.AddHours(10) }, PolicyRule.SpotOutsideHours, "Outside of working hours vision launches on spot capacity only."),
        ["a start in the evening"] = (
            Fine with { Now = Ask.Monday.AddHours(10), Asked = Fine.Asked with { Kind = AskedKind.Start } }, PolicyRule.SpotOutsideHours,
            "Outside of working hours vision starts spot machines only."),
        ["nobody who could approve it"] = (
            Fine.Using(8) with { Admins = [], Team = Fine.Team with { Managers = [Fine.Requester] } }, PolicyRule.Approvers,
            "vision uses 8 of 8 A100 GPUs; this needs 1 more. It takes 1 approval, and besides you there are 0 people who could give one for vision."),
        ["one who could, where it takes two"] = (
            Fine.Asking(asked => asked with { Paid = TimeSpan.FromHours(90) }) with { Admins = [] }, PolicyRule.Approvers,
            "What costs more than $300.00 takes 2 approvals; this costs about $330.57. It takes 2 approvals, and besides you there is 1 person"),
    };

    private static readonly Dictionary<string, Ask> Allowed = new()
    {
        ["the last GPU"] = Fine.Using(7).Limiting(limits => limits with { Machines = null }),
        ["no limits at all"] = (Fine.Using(100) with { Rules = ApprovalRules.Default }).Limiting(_ => Limits.None).LimitingEach(_ => Limits.None),
        ["GPUs of other models in use"] = Fine.Using(2, "Standard_NC64as_T4_v3"),
        ["what is stopped, and holds no GPU"] = Fine with { Uses = [new Use(new MachineId("1"), "other@contoso.example", [], 0)] },
        ["a start of one of eight"] = (Fine with { Uses = [new Use(Fine.Asked.Machine, Fine.Requester, [], 0)] }).Using(7)
            .Asking(asked => asked with { Kind = AskedKind.Start }),
        ["an extension while all is in use"] = Fine.Using(8).Asking(asked => asked with { Kind = AskedKind.Extend }),
        ["an evening on spot"] = Fine with { Now = Ask.Monday.AddHours(10), Asked = Fine.Asked with { Spot = true } },
        ["an extension in the evening"] = Fine with { Now = Ask.Monday.AddHours(10), Asked = Fine.Asked with { Kind = AskedKind.Extend } },
        ["exactly the cost"] = Fine with { Rules = new ApprovalRules { OneAbove = 14.692m } },
        ["exactly the budget"] = Fine.Having("other@contoso.example", 1000 - 14.692m),
    };

    public static TheoryData<string> AskNames => [.. Asks.Keys];

    public static TheoryData<string> RefusalNames => [.. Refusals.Keys];

    public static TheoryData<string> AllowedNames => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(AskNames))]
    public void Asks_for_approval(string what)
    {
        var (ask, rule, approvers, text) = Asks[what];

        var decision = Assert.IsType<Decision.NeedsApproval>(ask.Decide());
        Assert.Contains(decision.Reasons, reason => reason.Rule == rule && reason.Text.StartsWith(text, StringComparison.Ordinal));
        Assert.Equal(approvers, decision.Count);
    }

    [Theory]
    [MemberData(nameof(RefusalNames))]
    public void Refuses(string what)
    {
        var (ask, rule, text) = Refusals[what];

        var because = Assert.IsType<Decision.Refused>(ask.Decide()).Because;
        Assert.Equal(rule, because.Rule);
        Assert.StartsWith(text, because.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(AllowedNames))]
    public void Allows(string what) => Assert.IsType<Decision.Allowed>(Allowed[what].Decide());

    [Fact]
    public void Names_the_numbers_of_every_rule_also_where_all_is_fine() => Assert.Equal(
        [
            "vision may launch pytorch-*.",
            "vision may use eastus or westus2.",
            "vision may launch sizes of up to $10.00 per hour.",
            "Outside of working hours it takes spot capacity; this is fine now.",
            "vision uses 0 of 8 A100 GPUs; this needs 1 more.",
            "vision uses 0 of 12 GPUs; this needs 1 more.",
            "scientist in vision uses 0 of 4 GPUs; this needs 1 more.",
            "vision uses 0 of 5 machines; this needs 1 more.",
            "scientist in vision uses 0 of 3 machines; this needs 1 more.",
            "vision has spent or planned $0.00 of this month's $1,000.00; this costs about $14.69.",
            "scientist in vision has spent or planned $0.00 of this month's $500.00; this costs about $14.69.",
            "vision may have a machine for 1 d in one go; this is 4 h.",
            "What costs more than $100.00 takes 1 approval; this costs about $14.69.",
        ],
        Assert.IsType<Decision.Allowed>(Fine.Decide()).Findings.Select(finding => finding.Text));

    [Fact]
    public void Leaves_out_the_places_that_are_not_allowed()
    {
        var ask = Fine.Asking(asked => asked with
        {
            Placements = [new Placement("Standard_NC24ads_A100_v4", "uksouth"), .. asked.Placements, new Placement("Standard_NC96ads_A100_v4", "eastus")],
        });

        Assert.Equal(Fine.Asked.Placements, Assert.IsType<Decision.Allowed>(ask.Decide()).Placements);
    }

    [Fact]
    public void Counts_the_most_that_a_machine_may_turn_out_to_be()
    {
        var open = new Use(new MachineId("1"), "other@contoso.example", ["Standard_NC4as_T4_v3", "Standard_NC96ads_A100_v4"], 0);

        var decision = (Fine with { Uses = [open, open with { Machine = new MachineId("2") }] }).Decide();

        Assert.Contains("vision uses 8 of 8 A100 GPUs", Assert.IsType<Decision.NeedsApproval>(decision).Reasons[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Asks_the_managers_but_never_who_asks()
    {
        var team = Fine.Team with { Managers = [Fine.Requester, "manager@contoso.example"] };

        Assert.Equal(["manager@contoso.example"], Assert.IsType<Decision.NeedsApproval>((Fine.Using(8) with { Team = team }).Decide()).Approvers);
    }

    [Fact]
    public void Asks_the_admins_at_once_where_there_are_too_few_managers() => Assert.Equal(
        ["manager@contoso.example", "admin@contoso.example", "admin2@contoso.example"],
        Assert.IsType<Decision.NeedsApproval>(Fine.Asking(asked => asked with { Paid = TimeSpan.FromHours(90) }).Decide()).Approvers);

    [Fact]
    public void An_exception_is_in_force_until_its_day_is_over()
    {
        var exception = new LimitException(null, new DateOnly(2026, 11, 23), new Limits { Gpus = [new GpuLimit("A100*", 16)], Machines = 20 }, "Paper");
        var ask = Fine.Using(8) with { Team = Fine.Team with { Exceptions = [exception] } };

        Assert.IsType<Decision.Allowed>(ask.Decide());
        Assert.IsType<Decision.NeedsApproval>((ask with { Now = Ask.Monday.AddDays(1) }).Decide());
    }
}
