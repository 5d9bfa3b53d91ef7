using ChatOps.Core.Approvals;
using ChatOps.Core.Machines;
using ChatOps.Core.Metering;

namespace ChatOps.Core.Reports;

/// <summary>What a month has cost, up to now or to its end. Amounts are of the currency that the policy is written in.</summary>
/// <param name="Most">The budget; null where there is none.</param>
/// <param name="Forecast">Null once the month is over.</param>
public sealed record MonthSpend(Month Month, decimal Spent, decimal? Most, Forecast? Forecast)
{
    /// <param name="spent">In it, until now.</param>
    /// <param name="machines">Of whom it is about, as they are now.</param>
    public static MonthSpend Of(Month month, decimal spent, decimal? most, IEnumerable<Machine> machines, DateTimeOffset now) =>
        new(month, spent, most, now < month.End ? Forecast.Of(spent, machines, month, now) : null);
}

/// <param name="Title">Of a team.</param>
/// <param name="Spent">In the period of the report.</param>
public sealed record TeamSpend(string Title, CostLine Spent, MonthSpend Month);
