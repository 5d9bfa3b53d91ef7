using ChatOps.Bot.Cards;
using ChatOps.Bot.Rendering;
using ChatOps.Core.Machines;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Bot.Cards;

public sealed class MachineCardTests
{
    private static readonly ChatOps.Bot.Clock Clock = new(Some.Now, BotDesk.Policy.TimeZone);

    internal static readonly Dictionary<string, Machine> Machines = new()
    {
        ["queued"] = Some.Queued(),
        ["on-its-way"] = Some.OnItsWay(),
        ["running"] = Some.Running(),
        ["running-for-a-project"] = Some.Running() with { Project = "ocr" },
        ["running-on-spot"] = Some.Running() with { Spot = true, PerHour = null, MostPerHour = SomePrices.Of("Standard_NC24ads_A100_v4") },
        ["running-price-unknown"] = Some.Running() with { PerHour = null },
        ["running-though-a-check-failed"] = Some.Running() with { Failure = new Failure("Check \"mounts\" failed on the machine.", "exit code 1") },
        ["stopping"] = Some.Stopping(),
        ["stopped"] = Some.Stopped(),
        ["stopped-disks-unknown"] = Some.Stopped() with { DisksPerHour = null },
        ["could-not-be-started"] = Some.Stopped() with
        {
            Reason = "it could not be started",
            Failure = new Failure("Azure has no room for Standard_NC24ads_A100_v4 in eastus right now. Try again later; its disks are kept."),
        },
        ["stopping-to-be-resized"] = Resized(Some.Running()) with { Reason = "resized by scientist" },
        ["stopped-to-be-resized"] = Resized(Some.Stopped()),
        ["starting-in-another-size"] = Resized(Some.StartingAgain()),
        ["evicted"] = Some.Evicted(),
        ["starting-again"] = Some.StartingAgain(),
        ["checked-again"] = Some.StartingAgain() with
        {
            Phase = Phase.Validating,
            Stages = [new(Stage.Boot, Some.Now.AddSeconds(-90), Some.Now.AddSeconds(-20)), new(Stage.Checks, Some.Now.AddSeconds(-20), null)],
        },
        ["failed"] = Some.Failed(),
        ["failed-before-it-cost"] = Some.Queued() with
        {
            Phase = Phase.Failed,
            Wanted = Wanted.Deleted,
            Stages = [new(Stage.Create, Some.Now.AddSeconds(-3), Some.Now)],
            Failure = new Failure("The subscription's quota is used up."),
        },
        ["failed-and-removed"] = Some.FailedAndRemoved(),
        ["kept"] = Some.Kept(),
        ["kept-no-longer"] = Some.Kept() with { Wanted = Wanted.Deleted },
        ["deleting"] = Some.Deleting(),
        ["deleted"] = Some.Deleted(),
        ["deleting-once-there-is-a-snapshot"] = Some.AwaitingSnapshots(),
        ["not-deleted-without-a-snapshot"] = Some.AwaitingSnapshots() with { Trouble = Some.NoSnapshot },
        ["deleted-with-a-snapshot"] = Some.DeletedWithSnapshots(),
    };

    public static TheoryData<string> Names => [.. Machines.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Looks_as_it_was_read(string name) =>
        Snapshot.Matches("Bot", $"Machine.{name}.txt", TextRenderer.Render(MachineCard.Build(Machines[name], Clock)));

    [Fact]
    public void There_is_a_snapshot_of_every_phase() =>
        Assert.Equal(Enum.GetValues<Phase>().Except([Phase.Provisioning]), Machines.Values.Select(m => m.Phase).Distinct().Order());

    [Theory]
    [MemberData(nameof(Names))]
    public void Buttons_name_the_machine_by_its_id(string name)
    {
        var machine = Machines[name];

        foreach (var button in MachineCard.Build(machine, Clock).Buttons.Where(b => b.Label != "Launch again"))
            Assert.Contains($"id:{machine.Id}", button.Command, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("failed-before-it-cost")]
    [InlineData("failed")]
    public void Does_not_speak_of_disks_that_stay_when_everything_is_removed(string name) =>
        Assert.DoesNotContain("nothing now but its disks", TextRenderer.Render(MachineCard.Build(Machines[name], Clock)), StringComparison.Ordinal);

    [Fact]
    public void Does_not_say_that_something_is_kept_when_it_is_being_removed() =>
        Assert.DoesNotContain("for debugging", TextRenderer.Render(MachineCard.Build(Machines["kept-no-longer"], Clock)), StringComparison.Ordinal);

    [Fact]
    public void Offers_nothing_to_what_is_to_be_deleted() => Assert.Empty(MachineCard.Build(Some.Running() with { Wanted = Wanted.Deleted }, Clock).Buttons);

    private static Machine Resized(Machine machine) =>
        machine with { Resize = "Standard_NC48ads_A100_v4", ResizePerHour = SomePrices.Of("Standard_NC48ads_A100_v4") };
}
