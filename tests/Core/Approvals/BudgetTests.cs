using ChatOps.Core.Approvals;
using ChatOps.Core.Metering;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Core.Approvals;

public sealed class BudgetTests
{
    [Theory]
    [InlineData(0, 0, null)]
    [InlineData(499.99, 0, null)]
    [InlineData(500, 0, 50)]
    [InlineData(799.99, 0, 50)]
    [InlineData(800, 0, 80)]
    [InlineData(999.99, 50, 80)]
    [InlineData(1000, 80, 100)]
    [InlineData(5000, 80, 100)]
    // Two at once: the higher one only.
    [InlineData(850, 0, 80)]
    [InlineData(1200, 0, 100)]
    [InlineData(1200, 50, 100)]
    // Told already.
    [InlineData(600, 50, null)]
    [InlineData(850, 80, null)]
    [InlineData(1200, 100, null)]
    // The budget was raised: what is written then is what is reached, and the higher one is told again.
    [InlineData(600, 80, null)]
    [InlineData(300, 100, null)]
    public void Tells_of_each_threshold_once(decimal spent, int told, int? due) => Assert.Equal(due, Of(1000, spent).Due(told));

    [Theory]
    [InlineData(1000, 600, 50)]
    [InlineData(2000, 600, 0)]
    [InlineData(0, 0, 0)]
    [InlineData(0, 0.01, 100)]
    public void Knows_the_highest_that_is_reached(decimal most, decimal spent, int reached) => Assert.Equal(reached, Of(most, spent).Reached);

    private static Budget Of(decimal most, decimal spent) =>
        new(Month.Of(SettableTime.Start, TimeZoneInfo.Utc), most, spent, new Forecast(spent, spent));
}
