using System.Globalization;
using ChatOps.Core.Approvals;
using ChatOps.Core.Machines;
using ChatOps.Core.Metering;
using ChatOps.Core.Savings;
using ChatOps.Core.Words;
using ChatOps.Tests.Core.Metering;

namespace ChatOps.Tests.Core.Savings;

/// <summary>The 10th of November 2026, by UTC: what was used and asked for on it, of which a test changes one thing.</summary>
internal static class SomeSavings
{
    public const string OneGpu = "Standard_NC24ads_A100_v4";
    public const string FourGpus = "Standard_NC96ads_A100_v4";

    public static readonly DateTimeOffset Day = DateTimeOffset.Parse("2026-11-10T00:00Z", CultureInfo.InvariantCulture);

    public static Money Usd(decimal amount) => new(amount, "USD");

    public static UsageRecord Used(double fromHour, double toHour, string machine = "ember-otter") =>
        SampleUsage.From(Day.AddHours(fromHour), toHour - fromHour) with { Machine = new MachineId(machine), Name = machine, PerHour = Usd(4) };

    public static UsageRecord Reaped(double fromHour, double toHour, double until) =>
        Used(fromHour, toHour) with { ReapedUntil = Day.AddHours(until) };

    public static UsageRecord Spot(double fromHour, double toHour) =>
        Used(fromHour, toHour, "lunar-fox") with { Spot = true, PerHour = Usd(1.6m), ListPerHour = Usd(4) };

    public static UsageRecord Resized(double fromHour, double toHour) => Used(fromHour, toHour, "quiet-heron") with { BeforePerHour = Usd(8) };

    /// <summary>A launch that was asked for at eight and decided an hour later.</summary>
    public static EndedRequest Launch(RequestState state, string size = FourGpus, decimal perHour = 16, double hours = 8, int index = 1) => new()
    {
        Id = new RequestId($"{index:x16}"),
        Kind = AskedKind.Launch,
        State = state,
        Requester = "scientist@contoso.example",
        Team = "vision",
        AskedAt = Day.AddHours(8),
        EndedAt = Day.AddHours(9),
        Asked = new Offer("pytorch-a100", null, size, "eastus", Spot: false, TimeSpan.FromHours(hours), TimeSpan.FromHours(hours), Usd(perHour)),
    };

    public static EndedRequest Lessened(this EndedRequest request, Func<Offer, Offer> less) =>
        request with { State = RequestState.Granted, Less = less(request.Asked), Machine = new MachineId("ember-otter") };

    public static Offer Hours(this Offer offer, double hours) => offer with { Lease = TimeSpan.FromHours(hours), Paid = TimeSpan.FromHours(hours) };

    /// <summary>Of the whole day, unless hours of it are named.</summary>
    public static IReadOnlyList<Saving> Saved(IEnumerable<UsageRecord> records, IEnumerable<EndedRequest> requests, double begin = 0, double end = 24) =>
        [.. SavingRules.Of(new SavingCase([.. records], [.. requests], Day.AddHours(begin), Day.AddHours(end)))];

    public static decimal Sum(this IEnumerable<Saving> savings) => savings.Sum(saving => saving.Amount.Amount);
}
