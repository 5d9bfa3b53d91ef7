using System.Text.Json;
using ChatOps.Azure.Monitor;
using ChatOps.Core.Machines;
using ChatOps.Core.Metrics;
using ChatOps.Sandbox.Monitor;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Azure.Monitor;

/// <summary>The queries as Log Analytics' own parser understands them, against the table that agents write to.</summary>
public sealed class UseQueryTests
{
    private static readonly QueryTimeRange Hour = new(MetricsDesk.At(0), MetricsDesk.At(60));

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private static string OfMachines => UseQuery.OfMachines(Hour, [MetricsDesk.Machine(1), MetricsDesk.Machine(2)]);

    [Fact]
    public async Task Is_right_for_the_table_and_gives_the_columns_that_are_read()
    {
        var verdicts = await CheckAsync(UseQuery.OfPage(Hour, 2, 5), OfMachines);

        Assert.All(verdicts, verdict => Assert.Empty(verdict.Problems));
        Assert.All(verdicts, verdict => Assert.Equal(Enum.GetNames<UseColumn>(), verdict.Columns.Select(column => column.Name)));
        // The stand-in names them and their types the same.
        Assert.Equal(verdicts[0].Columns.Select(column => (column.Name, column.Type)), UseSummary.Columns);
    }

    [Fact]
    public async Task The_sums_are_right_for_the_table_and_give_the_columns_that_are_read()
    {
        var verdict = Assert.Single(await CheckAsync(SumQuery.Of(Hour, [MetricsDesk.Machine(1), MetricsDesk.Machine(2)])));

        Assert.Empty(verdict.Problems);
        Assert.Equal(Enum.GetNames<SumColumn>(), verdict.Columns.Select(column => column.Name));
        Assert.Equal(verdict.Columns.Select(column => (column.Name, column.Type)), SumSummary.Columns);
    }

    [Theory]
    [InlineData("max(UtilPct)", "max(UtilPercent)", "UtilPercent")]
    [InlineData("avg(CpuPct)", "avg(Machine)", "")]
    [InlineData("| summarize", "| summarise", "")]
    [InlineData(MetricsTable.Name, "Perf", "Perf")]
    public async Task What_is_wrong_with_a_query_is_found(string right, string wrong, string named)
    {
        var query = OfMachines.Replace(right, wrong, StringComparison.Ordinal);

        Assert.Contains(Assert.Single(await CheckAsync(query)).Problems, problem => problem.Contains(named, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("0123456789abcde")]
    [InlineData("0123456789ABCDEF")]
    [InlineData("\") or 1 == 1 //aaa")]
    [InlineData("")]
    public void Nothing_but_a_machine_s_id_gets_into_a_query(string id) =>
        Assert.Throws<ArgumentException>(() => UseQuery.OfMachines(Hour, [new MachineId(id)]));

    private static async Task<IReadOnlyList<KqlVerdict>> CheckAsync(params string[] queries)
    {
        var columns = MetricsTable.Columns.Select(column => new KqlColumn(column.Name, column.Type));
        var given = JsonSerializer.Serialize(new { table = MetricsTable.Name, columns, queries }, Json);
        return JsonSerializer.Deserialize<List<KqlVerdict>>(await Node.RunAsync("check-kql.mjs", given, TestContext.Current.CancellationToken), Json) ?? [];
    }

    private sealed record KqlColumn(string Name, string Type);

    private sealed record KqlVerdict(IReadOnlyList<string> Problems, IReadOnlyList<KqlColumn> Columns);
}
