using ChatOps.Bot.Cards;
using ChatOps.Bot.Rendering;
using ChatOps.Core.Machines;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Bot.Cards;

public sealed class NoticeCardTests
{
    private static readonly ChatOps.Bot.Clock Clock = new(Some.Now, BotDesk.Policy.TimeZone);

    private static readonly Machine Ending = Some.Running() with { LeaseEndsAt = Some.Now.AddMinutes(30) };
    private static readonly Machine FailedWithoutVm = Some.Queued() with
    {
        Phase = Phase.Failed,
        KeepOnFailure = true,
        Failure = new Failure("The subscription's quota is used up."),
    };

    private static readonly Dictionary<string, (Notice Notice, Machine Machine)> Notices = new()
    {
        ["ready"] = (Notice.Ready, Some.Running()),
        ["failed"] = (Notice.Failed, Some.Failed()),
        ["failed-and-kept"] = (Notice.Failed, Some.Kept()),
        ["lease-ending"] = (Notice.LeaseEnding, Ending),
        ["lease-ending-of-a-kept-one"] = (Notice.LeaseEnding, Some.Kept() with { LeaseEndsAt = Some.Now.AddMinutes(30) }),
        ["lease-ended"] = (Notice.LeaseEnded, Some.Stopping() with { Reason = "its lease ended" }),
        ["evicted"] = (Notice.Evicted, Some.Evicted()),
        ["start-failed"] = (
            Notice.StartFailed,
            Some.Stopping() with
            {
                Failure = new Failure("Azure has no room for Standard_NC24ads_A100_v4 in eastus right now. Try again later; its disks are kept."),
            }),
        ["stopped-outside"] = (Notice.StoppedOutside, Some.Stopping() with { Reason = "it was shut down outside chat" }),
        ["started-outside"] = (
            Notice.StartedOutside,
            Some.Running() with { Failure = new Failure("Check \"mounts\" failed on the machine.", "exit code 1") }),
        ["refused"] = (
            Notice.Refused,
            Some.Stopping() with
            {
                Trouble = "Azure does not let this product do that (ScopeLocked). The platform team has to look at its permissions, policies and locks.",
            }),
        ["vanished"] = (
            Notice.Vanished,
            Some.Failed() with { Failure = new Failure("Its VM is gone from Azure: somebody deleted it outside chat. Launch a new one.") }),
    };

    public static TheoryData<string> Names => [.. Notices.Keys];

    private static readonly Dictionary<string, (OutboxMessage Message, Machine Machine)> MootOnes = new()
    {
        ["ready, but stopped since"] = (new(Notice.Ready, Some.Now), Some.Stopped()),
        ["a lease ending that was extended"] = (new(Notice.LeaseEnding, Some.Now, Some.Now.AddMinutes(10)), Ending),
        ["a lease ending of a stopped one"] = (new(Notice.LeaseEnding, Some.Now, Some.Now.AddMinutes(30)), Some.Stopped()),
        ["a lease ending of one that is to be deleted"] = (
            new(Notice.LeaseEnding, Some.Now, Some.Kept().LeaseEndsAt),
            Some.Kept() with { Wanted = Wanted.Deleted }),
        ["a lease ended, but started since"] = (new(Notice.LeaseEnded, Some.Now), Some.Running()),
        ["a lease ended, but deleted since"] = (new(Notice.LeaseEnded, Some.Now), Some.Deleted()),
        ["evicted, but started since"] = (new(Notice.Evicted, Some.Now), Some.StartingAgain()),
        ["evicted, but deleted since"] = (new(Notice.Evicted, Some.Now), Some.Deleted()),
        ["a start that failed, but started since"] = (new(Notice.StartFailed, Some.Now), Some.Running()),
        ["started outside, but stopped since"] = (new(Notice.StartedOutside, Some.Now), Some.Stopped()),
        ["a refusal that is over"] = (new(Notice.Refused, Some.Now), Some.Stopped()),
        ["stopped outside, but deleted since"] = (new(Notice.StoppedOutside, Some.Now), Some.Deleted()),
    };

    public static TheoryData<string> Moot => [.. MootOnes.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Looks_as_it_was_read(string name) => Snapshot.Matches("Bot", $"Notice.{name}.txt", TextRenderer.Render(Of(name)));

    [Fact]
    public void There_is_a_snapshot_of_every_notice() =>
        Assert.Equal(
            Enum.GetValues<Notice>().Except([Notice.CardChanged]),
            Notices.Values.Concat(ReapCardTests.Notices.Values).Select(n => n.Notice).Distinct().Order());

    [Theory]
    [MemberData(nameof(Names))]
    public void Buttons_name_the_machine_by_its_id(string name)
    {
        var machine = Notices[name].Machine;

        foreach (var button in Of(name).Buttons.Where(b => b.Label != "Launch again"))
            Assert.Contains($"id:{machine.Id}", button.Command, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Moot))]
    public void Says_nothing_that_is_no_longer_so(string what) => Assert.Null(NoticeCard.Build(MootOnes[what].Message, MootOnes[what].Machine, Clock));

    [Fact]
    public void Does_not_say_that_something_is_kept_where_nothing_was_made()
    {
        var card = Assert.IsType<Card>(NoticeCard.Build(new OutboxMessage(Notice.Failed, Some.Now), FailedWithoutVm, Clock));

        Assert.DoesNotContain("kept", TextRenderer.Render(card), StringComparison.Ordinal);
        Assert.Equal("Launch again", Assert.Single(card.Buttons).Label);
    }

    internal static Card Of(string name)
    {
        var (notice, machine) = Notices[name];
        return Assert.IsType<Card>(NoticeCard.Build(new OutboxMessage(notice, Some.Now, machine.LeaseEndsAt), machine, Clock));
    }
}
