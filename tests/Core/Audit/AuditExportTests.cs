using ChatOps.Core.Audit;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Core.Audit;

public sealed class AuditExportTests : IDisposable
{
    /// <summary>As docs/audit.md describes it, without anything of ours.</summary>
    private const string Recompute = """
        import hashlib, json, sys
        previous = "0" * 64
        for number, line in enumerate(sys.stdin, 1):
            row = json.loads(line)
            text = b""
            for name, value in [("seq", str(row["seq"])), ("previous", row["previous"]), *sorted(row["entry"].items())]:
                value = value.encode()
                text += f"{name}:{len(value)}:".encode() + value + b"\n"
            if row["seq"] != number or row["previous"] != previous or row["hash"] != hashlib.sha256(text).hexdigest():
                sys.exit(f"entry {number} is not as it was written")
            previous = row["hash"]
        print(previous)
        """;

    private readonly AuditDesk _desk = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task Whoever_has_the_lines_can_verify_the_chain_by_themselves()
    {
        Tool.Needs("python3", "python3");
        await _desk.AskAsync(_desk.Entry("a") with { Said = "größer = \"😀\"\\\t", Reason = "a\u2028b <&> 'c'", Team = "vision", On = "", Machine = "" });
        await _desk.AskAsync(1, 100);
        var chain = await _desk.SealedAsync();
        var lines = chain.Select(one => AuditExport.Line(one, AuditFormat.JsonLines)).ToList();

        var ended = await RecomputeAsync(lines);
        Assert.Equal((0, chain[^1].Hash), (ended.ExitCode, ended.Output.Trim()));

        lines[50] = lines[50].Replace("launch", "lunch", StringComparison.Ordinal);
        Assert.Contains("entry 51 is not as it was written", (await RecomputeAsync(lines)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_is_the_row_as_it_is_stored()
    {
        await _desk.AskAsync(0, 1);

        Assert.Equal(AuditExport.Line(Assert.Single(await _desk.SealedAsync()), AuditFormat.JsonLines), Assert.Single(_desk.Rows("s~")).Body);
    }

    [Fact]
    public async Task A_spreadsheet_reads_each_value_in_its_column()
    {
        await _desk.AskAsync(_desk.Entry("a") with { Channel = "terminal/#vision", Outcome = "Running, with a \"lease\"", Team = "vision", Said = "a\nb" });
        var link = Assert.Single(await _desk.SealedAsync());

        Assert.Equal("seq,at,who,channel,action,on,team,machine,outcome,reason,said,id,previous,hash", Assert.Single(AuditExport.Header(AuditFormat.Csv)));
        Assert.Equal(
            "1,2026-11-18T10:00:00.0000000Z,scientist@contoso.example,terminal/#vision,command launch,,vision,,\"Running, with a \"\"lease\"\"\",,a b,a,"
                + $"{AuditChain.Genesis},{link.Hash}",
            AuditExport.Line(link, AuditFormat.Csv));
    }

    [Theory]
    [InlineData("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@scientist", "'@scientist")]
    [InlineData("=1,\"2\"", "\"'=1,\"\"2\"\"\"")]
    [InlineData("a=1", "a=1")]
    public async Task A_spreadsheet_computes_nothing_that_somebody_wrote(string said, string cell)
    {
        await _desk.AskAsync(_desk.Entry("a") with { Said = said });

        Assert.Contains($",{cell},a,", AuditExport.Line(Assert.Single(await _desk.SealedAsync()), AuditFormat.Csv), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("csv", AuditFormat.Csv)]
    [InlineData("JSONL", AuditFormat.JsonLines)]
    [InlineData("xlsx", null)]
    [InlineData("", null)]
    public void Knows_its_formats(string typed, AuditFormat? format) => Assert.Equal(format, AuditExport.Parse(typed));

    private static Task<Ended> RecomputeAsync(IEnumerable<string> lines) =>
        Tool.RunAsync("python3", ["-c", Recompute], Cancellation, input: string.Concat(lines.Select(line => $"{line}\n")));
}
