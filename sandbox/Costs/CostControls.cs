using System.Globalization;
using ChatOps.Core.Words;
using ChatOps.Sandbox.Cloud;

namespace ChatOps.Sandbox.Costs;

/// <summary><c>! cloud costs …</c>: what happens to what Azure bills.</summary>
internal static class CostControls
{
    public static readonly string Help = """
        ! cloud costs +7%                        Azure says from now on that it bills this much more than the list price, or with - less
        ! cloud costs lag 2d                     how long after a day's end its costs can be asked for; a day at first
        ! cloud costs down|up                    they cannot be asked for; can again
        """;

    /// <exception cref="UserError">The words make no sense; says what would.</exception>
    public static void Run(ArmStandIn cloud, IReadOnlyList<string> words, TimeProvider time) => cloud.Act(time, _ => Apply(cloud.State.Bill, words));

    private static void Apply(Bill bill, IReadOnlyList<string> words)
    {
        switch (words)
        {
            case ["down" or "up"]:
                bill.IsDown = words[0] == "down";
                break;
            case ["lag", var time] when Durations.TryParse(time, out var lag):
                bill.Lag = lag;
                break;
            case [['+' or '-', .., '%'] share] when decimal.TryParse(share[..^1], NumberStyles.Number, CultureInfo.InvariantCulture, out var percent)
                && percent is > -100 and < 1000:
                bill.Rate = 1 + percent / 100;
                break;
            default:
                throw new UserError($"What happens to the costs?\n{Help}");
        }
    }
}
