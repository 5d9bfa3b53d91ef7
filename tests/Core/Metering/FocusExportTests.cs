using System.Globalization;
using System.Text.Json.Nodes;
using ChatOps.Core.Machines;
using ChatOps.Core.Metering;
using ChatOps.Core.Words;
using ChatOps.Tests.Contracts;
using ChatOps.Tests.Core.Reaping;
using Microsoft.VisualBasic.FileIO;

namespace ChatOps.Tests.Core.Metering;

/// <summary>A month's use, read back as a tool that takes FOCUS reads it.</summary>
public sealed class FocusExportTests
{
    private const string Missing = "FOCUS's columns were not checked: there is no focus/focus-1.2-columns.json beside the other specifications.";

    private static readonly Month November = Month.Of(new DateOnly(2026, 11, 1), TimeZoneInfo.Utc);
    private static readonly DateTimeOffset Evening = new(2026, 11, 18, 22, 0, 0, TimeSpan.Zero);

    private static readonly UsageRecord Compute = SampleUsage.From(Evening, hours: 5);

    /// <summary>Columns that a row may not leave empty: version 1.2, "Allows nulls: False", of those that are there.</summary>
    private static readonly string[] NeverNull =
    [
        "BilledCost", "BillingAccountId", "BillingCurrency", "BillingPeriodEnd", "BillingPeriodStart", "ChargeCategory", "ChargePeriodEnd",
        "ChargePeriodStart", "ContractedCost", "EffectiveCost", "InvoiceIssuerName", "ListCost", "ProviderName", "PublisherName", "ServiceCategory",
        "ServiceName",
    ];

    [Fact]
    public void A_night_is_two_rows_each_within_its_day()
    {
        var rows = Export(Compute);

        Assert.Equal(
            [("2026-11-18T00:00:00Z", "2026-11-19T00:00:00Z", "2"), ("2026-11-19T00:00:00Z", "2026-11-20T00:00:00Z", "3")],
            rows.Select(row => (row["ChargePeriodStart"], row["ChargePeriodEnd"], row["ConsumedQuantity"])));
        Assert.All(rows, row => Assert.Equal(("2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z"), (row["BillingPeriodStart"], row["BillingPeriodEnd"])));
    }

    [Fact]
    public void Its_rows_add_up_to_what_it_costs() => Assert.Equal(
        5 * 3.673m, Export(Compute).Sum(row => decimal.Parse(row["BilledCost"], CultureInfo.InvariantCulture)));

    [Fact]
    public void Quantity_times_unit_price_is_the_cost() => Assert.All(
        Export(Compute, Compute with { Billed = TimeSpan.FromSeconds(4001), To = Evening.AddSeconds(4001), Machine = new MachineId("b") }),
        row => Assert.InRange(Number(row, "PricingQuantity") * Number(row, "ListUnitPrice") - Number(row, "ListCost"), -0.0000001m, 0.0000001m));

    [Fact]
    public void Says_whose_it_was_in_tags()
    {
        var tags = Assert.IsType<JsonObject>(JsonNode.Parse(Export(Compute)[0]["Tags"]));

        Assert.Equal(
            ("scientist@contoso.example", "vision", "pytorch-a100@1", "false"),
            ((string?)tags["chatops-owner"], (string?)tags["chatops-team"], (string?)tags["chatops-blueprint"], (string?)tags["chatops-launch-failed"]));
    }

    [Fact]
    public void Says_of_which_project_it_was_where_there_is_one()
    {
        Assert.Equal("ocr", (string?)JsonNode.Parse(Export(Compute with { Project = "ocr" })[0]["Tags"])?["chatops-project"]);
        Assert.DoesNotContain("chatops-project", Export(Compute)[0]["Tags"], StringComparison.Ordinal);
    }

    [Fact]
    public void Spot_and_disks_are_told_apart()
    {
        var spot = Export(Compute with { Spot = true })[0];
        var disks = Export(Compute with { Kind = UsageKind.Disks, PerHour = new Money(0.02m, "USD") })[0];

        Assert.Equal(("Dynamic", "Compute", "Virtual Machines"), (spot["PricingCategory"], spot["ServiceCategory"], spot["ServiceName"]));
        Assert.Equal(("Standard", "Storage", "Managed Disks"), (disks["PricingCategory"], disks["ServiceCategory"], disks["ServiceName"]));
    }

    [Fact]
    public void Another_month_s_and_what_has_no_price_is_not_in_it()
    {
        Assert.Empty(Export(Compute with { PerHour = null }));
        var over = Compute with { From = Evening.AddDays(12), To = Evening.AddDays(13), Billed = TimeSpan.FromDays(1) };
        Assert.Equal("2", Assert.Single(Export(over))["ConsumedQuantity"]);
    }

    [Fact]
    public void No_row_leaves_out_what_it_may_not() =>
        Assert.All(Export(Compute, Compute with { Kind = UsageKind.Disks }), row => Assert.All(NeverNull, column => Assert.NotEqual("", row[column])));

    /// <summary>Against the specification's own list of columns, where it is at hand.</summary>
    [Fact]
    public void Has_all_columns_that_the_specification_wants_and_no_others()
    {
        if (OpenApi.Find(Path.Combine("focus", "focus-1.2-columns.json"), Missing) is not { } file)
        {
            TestContext.Current.AddWarning(Missing);
            return;
        }
        var columns = JsonNode.Parse(File.ReadAllText(file))?["columns"]?.AsArray().OfType<JsonObject>().ToList() ?? [];
        var header = FocusExport.Header.Split(',');
        var known = columns.ToDictionary(column => $"{column["columnId"]}");

        Assert.Empty(columns.Where(column => $"{column["featureLevel"]}" == "Mandatory").Select(column => $"{column["columnId"]}").Except(header));
        Assert.Empty(header.Except(known.Keys));
        var strict = header.Where(column => $"{known[column]["allowsNulls"]}" == "False" && $"{known[column]["featureLevel"]}" == "Mandatory");
        Assert.Equal(strict.Order(), NeverNull.Order());
        foreach (var (column, value) in Export(Compute)[0])
        {
            if (known[column]["allowedValues"] is JsonArray allowed && value != "")
                Assert.Contains(value, allowed.Select(one => $"{one}"));
            if ($"{known[column]["dataType"]}" == "Decimal") Assert.Matches(@"^-?\d+(\.\d+)?$", value);
        }
    }

    private static decimal Number(Dictionary<string, string> row, string column) => decimal.Parse(row[column], CultureInfo.InvariantCulture);

    private static List<Dictionary<string, string>> Export(params UsageRecord[] records)
    {
        var sheet = new CostSheet(November.Begin, November.End, "USD", [.. records]);
        var export = new FocusExport(IdleCase.Policy, "11111111-1111-1111-1111-111111111111");
        var text = string.Join(Csv.NewLine, [FocusExport.Header, .. export.Lines(sheet, November)]);
        using var reader = new TextFieldParser(new StringReader(text)) { Delimiters = [","] };
        var (header, rows) = (reader.ReadFields() ?? [], new List<Dictionary<string, string>>());
        while (reader.ReadFields() is { } fields) rows.Add(header.Zip(fields).ToDictionary(cell => cell.First, cell => cell.Second));
        return rows;
    }
}
