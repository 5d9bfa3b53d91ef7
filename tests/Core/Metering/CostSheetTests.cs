using ChatOps.Core.Machines;
using ChatOps.Core.Metering;
using ChatOps.Core.Words;
using ChatOps.Tests.Core.Reaping;

namespace ChatOps.Tests.Core.Metering;

public sealed class CostSheetTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 18, 12, 0, 0, TimeSpan.Zero);

    private static readonly UsageRecord Record =
        SampleUsage.From(Noon, hours: 2) with { Size = "Standard_NC48ads_A100_v4", PerHour = new Money(3, "USD") };

    [Fact]
    public void Adds_up_money_hours_of_GPUs_and_machines()
    {
        var total = Of(Record, Record with { Machine = new MachineId("b"), Billed = TimeSpan.FromHours(1), To = Noon.AddHours(1) }).Total;

        Assert.Equal((9, 0, 6, 2), (total.Compute, total.Disks, total.GpuHours, total.Machines));
    }

    [Fact]
    public void Tells_disks_apart_which_hold_no_GPU()
    {
        var total = Of(Record with { Kind = UsageKind.Disks, PerHour = new Money(0.1m, "USD") }).Total;

        Assert.Equal((0, 0.2m, 0, 0.2m), (total.Compute, total.Disks, total.GpuHours, total.Amount));
    }

    [Fact]
    public void What_has_no_price_or_one_in_another_currency_is_told_and_not_added()
    {
        var total = Of(Record with { PerHour = null }, Record with { PerHour = new Money(3, "EUR") }, Record).Total;

        Assert.Equal((6, TimeSpan.FromHours(4)), (total.Amount, total.Unpriced));
    }

    [Fact]
    public void Parts_come_dearest_first()
    {
        var lines = Of(Record with { Owner = "a@x" }, Record with { Owner = "b@x", PerHour = new Money(5, "USD") }).By(record => record.Owner);

        Assert.Equal([("b@x", 10m), ("a@x", 6m)], lines.Select(line => (line.Name, line.Amount)));
    }

    [Fact]
    public void A_night_counts_to_both_of_its_days()
    {
        var night = Record with { From = Noon.AddHours(10), To = Noon.AddHours(16), Billed = TimeSpan.FromHours(6) };
        var sheet = new CostSheet(Noon, Noon.AddDays(2), "USD", [night]);

        Assert.Equal([6m, 12m, 0m], sheet.ByDay(TimeZoneInfo.Utc).Select(day => day.Sheet.Total.Amount));
    }

    [Theory]
    [InlineData("person", "scientist")]
    [InlineData("People", "scientist")]
    [InlineData("team", "vision")]
    [InlineData("machines", "ember-otter")]
    [InlineData("blueprint", "pytorch-a100")]
    [InlineData("size", "Standard_NC48ads_A100_v4")]
    [InlineData("cost-center", "none")]
    [InlineData("projects", "none")]
    public void Is_split_by_what_people_ask_for(string typed, string name) =>
        Assert.Equal(name, Assert.Single(CostSplit.Parse(typed)?.Lines(Of(Record), IdleCase.Policy with { Teams = [] }, TimeZoneInfo.Utc) ?? []).Name);

    [Fact]
    public void What_has_a_project_is_told_apart_from_what_has_none()
    {
        var sheet = Of(Record, Record with { Project = "ocr" }, Record with { Project = "ocr" });

        var lines = CostSplit.Parse("project")?.Lines(sheet, IdleCase.Policy, TimeZoneInfo.Utc) ?? [];

        Assert.Equal([("ocr", 12m), ("none", 6m)], lines.Select(line => (line.Name, line.Amount)));
    }

    [Fact]
    public void Nothing_else_is_a_way_to_split() => Assert.Equal(
        "I cannot split costs by colour. Say one of person, team, machine, day, blueprint, size, costcentre or project.",
        Assert.Throws<UserError>(() => CostSplit.Parse("colour")).Message);

    private static CostSheet Of(params UsageRecord[] records) => new(Noon, Noon.AddDays(1), "USD", [.. records]);
}
