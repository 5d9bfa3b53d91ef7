using System.Text.Json;

namespace ChatOps.Sandbox.Monitor;

/// <summary>A query's result as the query API writes it.</summary>
internal static class LogsAnswer
{
    /// <param name="seenUntil">What came later is not there to be asked for yet.</param>
    /// <param name="error">What went wrong beside, and left out rows; null for nothing.</param>
    public static byte[] Of(MetricRows table, AskedUse asked, DateTimeOffset seenUntil, string? error)
    {
        using var answer = new MemoryStream();
        using (var json = new Utf8JsonWriter(answer))
        {
            json.WriteStartObject();
            json.WriteStartArray("tables");
            json.WriteStartObject();
            json.WriteString("name", "PrimaryResult");
            json.WriteStartArray("columns");
            foreach (var (name, type) in asked.IsSum ? SumSummary.Columns : UseSummary.Columns)
            {
                json.WriteStartObject();
                json.WriteString("name", name);
                json.WriteString("type", type);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteStartArray("rows");
            foreach (var (machine, rows) in table.Of(asked.Which))
            {
                var these = rows.Where(row => IsAsked(row.At));
                if (asked.IsSum) SumSummary.Write(json, machine, these);
                else UseSummary.Write(json, machine, these);
            }
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            if (error is not null) WriteError(json, error);
            json.WriteEndObject();
        }
        return answer.ToArray();

        bool IsAsked(DateTimeOffset at) => at >= asked.From && at < asked.To && at <= seenUntil;
    }

    private static void WriteError(Utf8JsonWriter json, string message)
    {
        json.WriteStartObject("error");
        json.WriteString("code", "PartialError");
        json.WriteString("message", "There were some errors when processing your query.");
        json.WriteStartArray("details");
        json.WriteStartObject();
        json.WriteString("code", "EngineError");
        json.WriteString("message", message);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
