using System.Globalization;
using System.Text.Json;

namespace ChatOps.Sandbox.Monitor;

/// <summary>What KQL's functions make of rows, and how the query API writes it: what is not known is null.</summary>
internal static class MetricCells
{
    public static int Minutes(IEnumerable<MetricRow> rows) => rows.Select(row => Floor(row.At, TimeSpan.FromMinutes(1))).Distinct().Count();

    public static float Max(MetricRow[] bin, Func<MetricRow, float> value) => bin.Select(value).Where(float.IsFinite).DefaultIfEmpty(float.NaN).Max();

    public static float Mean(MetricRow[] bin, Func<MetricRow, float> value) => bin.Select(value).Where(float.IsFinite).DefaultIfEmpty(float.NaN).Average();

    public static DateTimeOffset Floor(DateTimeOffset at, TimeSpan to) => new(at.UtcTicks - at.UtcTicks % to.Ticks, TimeSpan.Zero);

    public static void Write(Utf8JsonWriter json, params ReadOnlySpan<float> values)
    {
        foreach (var value in values)
        {
            if (float.IsFinite(value)) json.WriteNumberValue(value);
            else json.WriteNullValue();
        }
    }

    public static void Write(Utf8JsonWriter json, int? value)
    {
        if (value is { } number) json.WriteNumberValue(number);
        else json.WriteNullValue();
    }

    /// <summary>With as many digits as there are.</summary>
    public static void Write(Utf8JsonWriter json, DateTimeOffset? time)
    {
        if (time is { } at) json.WriteStringValue(at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture));
        else json.WriteNullValue();
    }
}
