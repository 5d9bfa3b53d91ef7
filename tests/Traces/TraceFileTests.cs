using ChatOps.Simulation.Traces;

namespace ChatOps.Tests.Traces;

public sealed class TraceFileTests
{
    private const string Header = "series,start_minute,end_minute_exclusive,gpu_util_pct,gpu_mem_gib\n";

    [Fact]
    public void A_row_covers_its_minutes_without_its_end()
    {
        var one = Assert.Single(Read("a,3,5,40,1.5\na,5,6,0,\n"));
        Assert.Equal(("a", 3, 6), (one.Name, one.Start, one.End));
        Assert.Equal([40, 40, 0], one.Utilization);
        Assert.Equal([1.5f, 1.5f, float.NaN], one.MemoryGiB);
    }

    [Fact]
    public void Up_to_ten_missing_minutes_are_filled_with_the_last_value() =>
        Assert.Equal([7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 0], Assert.Single(Read("a,0,1,7,\na,11,12,0,\n")).Utilization);

    [Fact]
    public void Where_more_is_missing_another_series_begins() =>
        Assert.Equal([(0, 1), (12, 13)], Read("a,0,1,7,\na,12,13,0,\n").Select(one => (one.Start, one.End)));

    [Fact]
    public void Each_name_is_a_series() => Assert.Equal(["a", "b"], Read("a,0,1,7,\nb,0,1,7,\n").Select(one => one.Name));

    [Theory]
    [InlineData("a,0,1\n")]
    [InlineData("a,zero,1,7,\n")]
    [InlineData("a,2,2,7,\n")]
    public void What_is_no_row_is_named_with_its_line(string row) =>
        Assert.Contains("a.csv, line 2", Assert.Throws<FormatException>(() => Read(row)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_without_series_is_refused() => Assert.Throws<FormatException>(() => Read(""));

    private static IReadOnlyList<TraceSeries> Read(string rows) => TraceFile.Read(new StringReader(Header + rows), "a.csv");
}
