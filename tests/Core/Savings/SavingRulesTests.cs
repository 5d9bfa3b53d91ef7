using ChatOps.Core.Approvals;
using ChatOps.Core.Machines;
using ChatOps.Core.Metering;
using ChatOps.Core.Savings;
using ChatOps.Core.Words;
using static ChatOps.Tests.Core.Savings.SomeSavings;

namespace ChatOps.Tests.Core.Savings;

/// <summary>What counts as saved, and until when.</summary>
public sealed class SavingRulesTests
{
    /// <summary>Of a machine at 4 an hour that ran from nine to eleven.</summary>
    public static TheoryData<string, UsageRecord[], double> Reaper => new()
    {
        { "what the reaper has ended counts until its lease would have ended", [Reaped(9, 11, until: 17)], 24 },
        { "or until it was started", [Reaped(9, 11, until: 14), Used(14, 16)], 12 },
        { "at once", [Reaped(9, 11, until: 11)], 0 },
        { "or until now", [Reaped(9, 11, until: 40)], 52 },
        { "what somebody else has ended counts not", [Used(9, 11)], 0 },
        { "nor what has no price", [Reaped(9, 11, until: 17) with { PerHour = null }], 0 },
        { "nor what was over before", [Reaped(-9, -7, until: -1)], 0 },
        { "of what was ended the day before counts the rest", [Reaped(-9, -7, until: 1)], 4 },
    };

    public static TheoryData<string, UsageRecord, double> OnePrice => new()
    {
        { "spot: list price less spot price", Spot(9, 14), 12 },
        { "spot whose list price nobody knew", Spot(9, 14) with { ListPerHour = null }, 0 },
        { "spot that has no price", Spot(9, 14) with { PerHour = null }, 0 },
        { "spot that costs more than the list price", Spot(9, 14) with { ListPerHour = Usd(1) }, 0 },
        { "spot in two currencies", Spot(9, 14) with { ListPerHour = new Money(4, "EUR") }, 0 },
        { "spot that failed", Spot(9, 14) with { Failed = true }, 0 },
        { "a smaller size: what it had cost less what it costs", Resized(10, 16), 24 },
        { "a bigger size", Resized(10, 16) with { BeforePerHour = Usd(2) }, 0 },
        { "a smaller size without a price", Resized(10, 16) with { PerHour = null }, 0 },
        { "a smaller size on spot: from 8 by way of 4 to 1.6", Spot(10, 16) with { BeforePerHour = Usd(8) }, 38.4 },
        { "a bigger size on spot counts as spot", Spot(10, 16) with { BeforePerHour = Usd(2) }, 14.4 },
        { "of a smaller size the part that is in it", Resized(20, 30), 16 },
        { "disks", Spot(9, 14) with { Kind = UsageKind.Disks, Spot = true }, 0 },
    };

    /// <summary>Decided at nine.</summary>
    public static TheoryData<string, EndedRequest, UsageRecord[], double> Requests => new()
    {
        { "denied: all of it", Launch(RequestState.Denied), [], 128 },
        { "expired: likewise", Launch(RequestState.Expired), [], 128 },
        { "cancelled", Launch(RequestState.Cancelled), [], 0 },
        { "void", Launch(RequestState.Void), [], 0 },
        { "granted as it was asked", Launch(RequestState.Granted), [], 0 },
        { "without a price", Launch(RequestState.Denied) with { Asked = Launch(RequestState.Denied).Asked with { PerHour = null } }, [], 0 },
        { "the same size soon after", Launch(RequestState.Denied), [Of(FourGpus, 20)], 0 },
        { "the same size while it was waited for", Launch(RequestState.Denied), [Of(FourGpus, 8.5)], 0 },
        { "the same size that was there before", Launch(RequestState.Denied), [Of(FourGpus, 7)], 128 },
        { "the same size later than a day after", Launch(RequestState.Denied), [Of(FourGpus, 33.5)], 128 },
        { "another size", Launch(RequestState.Denied), [Of(OneGpu, 20)], 128 },
        { "somebody else's", Launch(RequestState.Denied), [Of(FourGpus, 20) with { Owner = "scientist2@contoso.example" }], 128 },
        { "one that only goes on in a new month", Launch(RequestState.Denied), [Of(FourGpus, 7) with { To = Day.AddHours(12) }, Of(FourGpus, 12)], 128 },
        { "a resize", Launch(RequestState.Denied) with { Kind = AskedKind.Resize }, [], 0 },
        { "an extension", Extension, [Of(OneGpu, 8)], 16 },
        { "an extension, less what it ran on", Extension, [Used(8, 10)], 12 },
        { "an extension that it had in the end", Extension, [Used(8, 20)], 0 },
        { "for fewer hours", Launch(RequestState.Granted, OneGpu, 4).Lessened(offer => offer.Hours(2)), [Used(9.1, 11.3)], 24 },
        { "for fewer hours, extended by three", Launch(RequestState.Granted, OneGpu, 4).Lessened(offer => offer.Hours(2)), [Used(9, 15)], 12 },
        { "for fewer GPUs", Launch(RequestState.Granted).Lessened(offer => offer with { Size = OneGpu, PerHour = Usd(4) }), [], 96 },
        { "on spot", Launch(RequestState.Granted, OneGpu, 4).Lessened(offer => offer with { Spot = true, PerHour = Usd(1.6m) }), [], 0 },
        { "on spot for fewer hours", Launch(RequestState.Granted, OneGpu, 4).Lessened(o => o.Hours(2) with { Spot = true, PerHour = Usd(1.6m) }), [], 9.6 },
    };

    private static EndedRequest Extension => Launch(RequestState.Denied, OneGpu, 4, hours: 4) with
    {
        Kind = AskedKind.Extend,
        Machine = new MachineId("ember-otter"),
    };

    [Theory]
    [MemberData(nameof(Reaper))]
    public void The_reaper_saves_what_would_have_gone_on(string what, UsageRecord[] used, double saved) =>
        Assert.Equal((what, (decimal)saved), (what, Saved(used, []).Sum()));

    [Theory]
    [MemberData(nameof(OnePrice))]
    public void A_lower_price_saves_the_difference(string what, UsageRecord used, double saved) =>
        Assert.Equal((what, (decimal)saved), (what, Saved([used], []).Sum()));

    [Theory]
    [MemberData(nameof(Requests))]
    public void What_was_not_given_saves_what_was_planned(string what, EndedRequest request, UsageRecord[] used, double saved) =>
        Assert.Equal((what, (decimal)saved), (what, Saved(used, [request]).Sum()));

    [Fact]
    public void Who_asks_again_was_kept_from_it_once()
    {
        var again = Launch(RequestState.Denied, index: 2) with { AskedAt = Day.AddHours(10), EndedAt = Day.AddHours(11) };

        Assert.Equal([Day.AddHours(11)], Saved([], [Launch(RequestState.Denied), again]).Select(saving => saving.At));
    }

    // The example of docs/savings.md.
    [Fact]
    public void The_example_of_the_docs_comes_to_what_it_says()
    {
        UsageRecord[] used = [Reaped(9, 11, until: 14), Used(14, 18), Spot(9, 14), Resized(10, 16)];
        EndedRequest[] asked =
        [
            Launch(RequestState.Denied),
            Launch(RequestState.Granted, OneGpu, 4, index: 2).Lessened(offer => offer.Hours(2)) with { Machine = new MachineId("silver-wren") },
        ];

        var sheet = new SavingsSheet(Day, Day.AddDays(1), "USD", [.. Saved(used, asked)]);

        Assert.Equal(
            [(SavingRule.Reaper, Usd(12)), (SavingRule.Spot, Usd(12)), (SavingRule.SmallerSize, Usd(24)), (SavingRule.Requests, Usd(152))], sheet.ByRule);
        Assert.Equal(Usd(200), sheet.Total);
        Assert.Equal([("quiet-heron", Usd(24)), ("ember-otter", Usd(12)), ("lunar-fox", Usd(12))], sheet.ByMachine);
    }

    private static UsageRecord Of(string size, double from) => Used(from, from + 1, $"other-{size}") with { Size = size };
}
