using ChatOps.Core.Reports;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Cards;

internal static class LaunchWords
{
    /// <summary>"4, half within 6 min and 95 % within 9 min of a goal of 15 min; 1 failed; approvals: half within 12 min".</summary>
    public static string Of(LaunchTimes launches)
    {
        string?[] parts =
        [
            launches.Count.ToString(System.Globalization.CultureInfo.InvariantCulture) + (launches.Ready is { } ready
                ? $", {Within(ready)}; the goal is {Durations.Show(LaunchTimes.Goal)}"
                : ""),
            launches.Failed > 0 ? $"{launches.Failed} failed" : null,
            launches.OnTheirWay > 0 ? $"{launches.OnTheirWay} still on the way" : null,
            launches.Queued is { } queued && queued.Most >= TimeSpan.FromMinutes(1) ? $"waited for room up to {Shown(queued.Most)}" : null,
            launches.Approvals is { } approvals ? $"approvals took up to {Shown(approvals.Most)}" : null,
        ];
        return string.Join("; ", parts.OfType<string>());
    }

    private static string Within(Spread ready) => (Shown(ready.Half), Shown(ready.Most)) is var (half, most) && half == most
        ? $"ready within {most}"
        : $"half within {half} and 95 % within {most}";

    /// <summary>To the minute that is full.</summary>
    private static string Shown(TimeSpan time) => Durations.Show(TimeSpan.FromMinutes(Math.Max(1, Math.Ceiling(time.TotalMinutes))));
}
