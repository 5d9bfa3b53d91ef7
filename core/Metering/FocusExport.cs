using System.Globalization;
using System.Text.Json;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.Words;

namespace ChatOps.Core.Metering;

/// <summary>
/// Use and its cost as FOCUS 1.2 has it (https://focus.finops.org, FinOps Open Cost and Usage Specification), a row for each stretch of use
/// and day. All costs are list prices: what is contracted, billed and amortized only Azure's own export knows.
/// </summary>
/// <param name="account">The Azure subscription in which machines are built.</param>
public sealed class FocusExport(Policy policy, string account)
{
    private const string Provider = "Microsoft";

    /// <summary>The columns of a row, with what is in them. A column that is null in all rows is there if the specification wants it.</summary>
    private static readonly (string Column, Func<Row, string?> Of)[] Columns =
    [
        ("BilledCost", row => Number(row.Cost)),
        ("BillingAccountId", row => row.Account),
        ("BillingAccountName", row => row.Policy.Organisation),
        ("BillingCurrency", row => row.Price.Currency),
        ("BillingPeriodEnd", row => Time(row.Month.End)),
        ("BillingPeriodStart", row => Time(row.Month.Begin)),
        ("ChargeCategory", _ => "Usage"),
        ("ChargeClass", _ => null),
        ("ChargeDescription", row => row.Description),
        ("ChargeFrequency", _ => "Usage-Based"),
        ("ChargePeriodEnd", row => Time(row.Day.End)),
        ("ChargePeriodStart", row => Time(row.Day.Begin)),
        ("ConsumedQuantity", row => Number(row.Hours)),
        ("ConsumedUnit", _ => "Hours"),
        ("ContractedCost", row => Number(row.Cost)),
        ("ContractedUnitPrice", row => Number(row.Price.Amount)),
        ("EffectiveCost", row => Number(row.Cost)),
        ("InvoiceIssuerName", _ => Provider),
        ("ListCost", row => Number(row.Cost)),
        ("ListUnitPrice", row => Number(row.Price.Amount)),
        ("PricingCategory", row => row.Record.Spot && row.IsCompute ? "Dynamic" : "Standard"),
        ("PricingQuantity", row => Number(row.Hours)),
        ("PricingUnit", _ => "Hours"),
        ("ProviderName", _ => Provider),
        ("PublisherName", _ => Provider),
        ("RegionId", row => row.Record.Region),
        ("ResourceId", row => $"{Machine.ResourcePrefix}{row.Record.Machine}"),
        ("ResourceName", row => row.Record.Name),
        ("ResourceType", row => row.IsCompute ? "Virtual machine" : "Disk"),
        ("ServiceCategory", row => row.IsCompute ? "Compute" : "Storage"),
        ("ServiceName", row => row.IsCompute ? "Virtual Machines" : "Managed Disks"),
        ("SkuMeter", row => row.IsCompute ? $"{row.Record.Size}{(row.Record.Spot ? " Spot" : "")}" : "Managed disks of a machine"),
        ("SubAccountId", row => row.Record.Team),
        ("SubAccountName", row => row.Policy.Team(row.Record.Team)?.Title ?? row.Record.Team),
        ("Tags", row => row.Tags),
    ];

    public static string Header => Csv.Line(Columns.Select(column => column.Column));

    /// <summary>One month's lines, as UTC has it.</summary>
    /// <param name="sheet">Of that month, at least. What has no price is not in the lines: a row of FOCUS has a cost.</param>
    public IEnumerable<string> Lines(CostSheet sheet, Month month) =>
        from day in sheet.Within(month.Begin, month.End).ByDay(TimeZoneInfo.Utc)
        from record in day.Sheet.Records.OrderBy(record => record.Key, StringComparer.Ordinal)
        let price = record.PerHour
        where price is not null
        let row = new Row(record, price.Value, CalendarDay.Of(day.Day, TimeZoneInfo.Utc), month, policy, account)
        select Csv.Line(Columns.Select(column => column.Of(row)));

    private static string Number(decimal value) => value.ToString("0.############", CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private sealed record Row(UsageRecord Record, Money Price, CalendarDay Day, Month Month, Policy Policy, string Account)
    {
        public bool IsCompute => Record.Kind == UsageKind.Compute;

        public decimal Hours => (decimal)Record.Billed.Ticks / TimeSpan.TicksPerHour;

        public decimal Cost => (Price * Record.Billed).Amount;

        public string Description => IsCompute
            ? $"{Record.Name}: {Record.Size}{(Record.Spot ? " (spot)" : "")} in {Record.Region}, list price {Number(Price.Amount)} {Price.Currency} per hour"
            : $"{Record.Name}: its disks, list price {Number(Price.Amount)} {Price.Currency} per hour";

        public string Tags
        {
            get
            {
                var tags = new SortedDictionary<string, string>(StringComparer.Ordinal)
                {
                    ["chatops-blueprint"] = Record.Blueprint.ToString(),
                    ["chatops-cost-centre"] = Policy.Team(Record.Team)?.CostCentre ?? "",
                    ["chatops-launch-failed"] = Record.Failed ? "true" : "false",
                    ["chatops-machine"] = Record.Machine.Value,
                    ["chatops-owner"] = Record.Owner,
                    ["chatops-team"] = Record.Team,
                };
                if (Record.Project is { } project) tags["chatops-project"] = project;
                return JsonSerializer.Serialize(tags, LedgerJson.Default.SortedDictionaryStringString);
            }
        }
    }
}
