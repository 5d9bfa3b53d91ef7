using System.Collections.Immutable;
using ChatOps.Bot.Cards;
using ChatOps.Bot.Rendering;
using ChatOps.Core.Approvals;
using ChatOps.Core.Orders;
using ChatOps.Core.Words;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Bot.Cards;

/// <summary>The cards of requests, each as a person sees it.</summary>
public sealed class RequestCardTests
{
    private static readonly ChatOps.Bot.Clock Clock = new(Some.Now, BotDesk.Policy.TimeZone);

    private static readonly ImmutableArray<Finding> Reasons =
    [
        new(PolicyRule.TeamGpus, Says.Ask, "vision uses 8 of 8 A100 GPUs; this needs 2 more."),
        new(PolicyRule.Cost, Says.Ask, "What costs more than $100.00 takes 1 approval; this costs about $117.54."),
    ];

    private static readonly Decision.NeedsApproval Needs = new(Reasons, [], [BotDesk.Manager.Email], 1);

    private static readonly ImmutableArray<Quota> Quotas =
    [
        new("vision", "A100 GPUs", 8, 2, 8, null),
        new("vision", "machines", 5, 1, 10, null),
        new("vision", "this month", 8211.50m, 117.54m, 20000, "USD"),
        new("scientist in vision", "GPUs", 1, 2, 4, null),
    ];

    /// <summary>Asked an hour ago.</summary>
    internal static readonly ApprovalRequest Waiting = new()
    {
        Id = new RequestId("3f9c01ab45de6789"),
        Kind = AskedKind.Launch,
        Requester = BotDesk.Scientist.Email,
        Team = "vision",
        Reason = "the ablations for the paper",
        Home = BotDesk.Channel,
        Order = OrderOf("pytorch-a100"),
        Offer = new Offer(
            "pytorch-a100", null, "Standard_NC48ads_A100_v4", "eastus", false, TimeSpan.FromHours(16), TimeSpan.FromHours(16), new Money(7.346m, "USD")),
        Reasons = Reasons,
        Count = 1,
        Asked = [BotDesk.Manager.Email],
        AskedAt = Some.Now.AddHours(-1),
        EscalatesAt = Some.Now.AddHours(1),
        ExpiresAt = Some.Now.AddHours(3),
        DueAt = Some.Now.AddHours(1),
    };

    private static readonly ApprovalRequest Extension = Waiting with
    {
        Kind = AskedKind.Extend,
        Order = null,
        Change = new MachineOrder(Some.Running().Id, TimeSpan.FromHours(6)),
        Offer = Waiting.Offer with { Machine = "ember-otter", Size = "Standard_NC24ads_A100_v4", Paid = TimeSpan.FromHours(6), PerHour = null },
        Reasons = [new Finding(PolicyRule.LongestLease, Says.Ask, "vision may have a machine for 8 h in one go; this is 10 h.")],
    };

    private static readonly ApprovalRequest Granted =
        End(Waiting with { Approvals = [Approval("manager", "until the deadline")] }, RequestState.Granted, "manager");

    internal static readonly Dictionary<string, Card> Cards = new()
    {
        ["asker.waiting"] = RequestCard.ForAsker(Waiting, Clock),
        ["asker.escalated"] = RequestCard.ForAsker(Waiting with { IsEscalated = true, Asked = [BotDesk.Manager.Email, BotDesk.Admin.Email] }, Clock),
        ["asker.one-of-two"] = RequestCard.ForAsker(Waiting with { Count = 2, Approvals = [Approval("manager", null)] }, Clock),
        ["asker.granted"] = RequestCard.ForAsker(Granted, Clock),
        ["asker.granted-for-less"] = RequestCard.ForAsker(Granted with { Terms = new Terms(TimeSpan.FromHours(2), null, false) }, Clock),
        ["asker.denied"] = RequestCard.ForAsker(End(Waiting, RequestState.Denied, "manager", "the A100s are for the demo until Friday"), Clock),
        ["asker.expired"] = RequestCard.ForAsker(End(Waiting, RequestState.Expired, null, "Nobody decided within 4 h."), Clock),
        ["asker.cancelled"] = RequestCard.ForAsker(End(Waiting, RequestState.Cancelled, "scientist"), Clock),
        ["asker.void"] = RequestCard.ForAsker(End(Waiting, RequestState.Void, null, "scientist is no longer in team vision."), Clock),
        ["asker.extension"] = RequestCard.ForAsker(Extension, Clock),
        ["approvers.waiting"] = RequestCard.ForApprovers(
            Waiting, Quotas, [Some.Running(), Some.Running("lunar-fox") with { Owner = BotDesk.Colleague.Email, Spot = true }], Clock),
        ["approvers.nothing-runs"] = RequestCard.ForApprovers(Extension, [], [], Clock),
        ["approvers.granted"] = RequestCard.ForApprovers(Granted, [], [], Clock),
        ["approvers.denied"] = RequestCard.ForApprovers(End(Waiting, RequestState.Denied, "manager", "no room"), [], [], Clock),
        ["told.granted"] = RequestCard.Ended(Granted),
        ["told.expired"] = RequestCard.Ended(End(Waiting, RequestState.Expired, null, "Nobody decided within 4 h.")),
        ["why-needed"] = RequestForms.WhyNeeded("launch pytorch-a100 with 2 gpus for 16h", "launch pytorch-a100", Needs),
        ["approve-for-less"] = RequestForms.ApproveForLess(Waiting),
        ["why-denied"] = RequestForms.WhyDenied(Waiting),
        ["list"] = RequestListCard.Build([Waiting, Extension with { Requester = BotDesk.Colleague.Email }], BotDesk.Manager, Clock),
        ["list.mine"] = RequestListCard.Build([Waiting], BotDesk.Scientist, Clock),
        ["list.none"] = RequestListCard.Build([], BotDesk.Manager, Clock),
        ["can-i.approval"] = DecisionCard.Build(Plan, Needs, "launch pytorch-a100"),
        ["can-i.yes"] = DecisionCard.Build(
            Plan,
            new Decision.Allowed([new Finding(PolicyRule.TeamGpus, Says.Fine, "vision uses 1 of 8 A100 GPUs; this needs 1 more.")], []),
            "launch pytorch-a100"),
        ["can-i.no-limits"] = DecisionCard.Build(Plan, new Decision.Allowed([], []), "launch pytorch-a100"),
        ["can-i.no"] = DecisionCard.Build(
            Plan, new Decision.Refused([new Finding(PolicyRule.Regions, Says.No, "vision may use eastus, not uksouth.")]), "launch pytorch-a100"),
    };

    public static TheoryData<string> Names => [.. Cards.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Looks_as_it_was_read(string name) => Snapshot.Matches("Bot", $"Request.{name}.txt", TextRenderer.Render(Cards[name]));

    [Fact]
    public void No_card_of_a_request_that_has_ended_has_a_button() => Assert.All(
        Enum.GetValues<RequestState>().Where(state => state != RequestState.Waiting),
        state =>
        {
            var ended = End(Granted, state, "manager", "so it is");
            Assert.Empty(RequestCard.ForAsker(ended, Clock).Buttons);
            Assert.Empty(RequestCard.ForApprovers(ended, Quotas, [Some.Running()], Clock).Buttons);
        });

    [Fact]
    public void A_key_says_which_card_it_is_of()
    {
        Assert.Equal((Waiting.Id, false), RequestCard.Read(RequestCard.AskerKey(Waiting.Id)));
        Assert.Equal((Waiting.Id, true), RequestCard.Read(RequestCard.ApproverKey(Waiting.Id)));
        Assert.Null(RequestCard.Read("machine-3f9c01ab45de6789"));
        Assert.Null(RequestCard.Read("request-../../x"));
    }

    private static LaunchPlan Plan => LaunchPlan.Of(BotDesk.TheBlueprints, SomePrices.Book, BotDesk.Scientist, OrderOf("pytorch-a100"));

    private static LaunchOrder OrderOf(string blueprint) => new() { RequestId = "said-1", Blueprint = blueprint, Home = BotDesk.Channel };

    private static Approval Approval(string who, string? reason) => new($"{who}@contoso.example", Some.Now, reason);

    private static ApprovalRequest End(ApprovalRequest request, RequestState state, string? by, string? text = null) => request with
    {
        State = state,
        End = new RequestEnd(Some.Now, by is null ? null : $"{by}@contoso.example", text, null),
    };
}
