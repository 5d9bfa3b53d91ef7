using System.Data.Common;
using Azure;
using Azure.Identity;
using ChatOps.Core.Audit;
using ChatOps.Core.Words;
using ChatOps.Functions.Hosts;
using ChatOps.Functions.Settings;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOps.Functions;

/// <summary>The whole audit, for whoever runs the product: written out, or verified. It asks only where the state is, as the hosts do.</summary>
internal static class AuditVerb
{
    public const string Name = "audit";

    public const string Usage = $"""
        audit export [--since 30d] [--as csv|jsonl]    all of the audit, or what is younger than that, to standard output
        audit verify                                   computes its chain again; ends with 1 when it is broken
        Both read {StateTables.Usage}.
        """;

    private const string Since = "--since";
    private const string As = "--as";

    /// <returns>1: broken, or settings are wrong; 2: not understood; 3: the storage could not be read, and may be the next time.</returns>
    public static async Task<int> RunAsync(string[] words, TextWriter output, TextWriter error)
    {
        try
        {
            switch (words)
            {
                case ["verify"]:
                    return await VerifyAsync(Open(), output);
                case ["export", .. var options] when Read(options) is var (since, format):
                    await ExportAsync(Open(), since, format, output);
                    return 0;
                default:
                    await error.WriteLineAsync(Usage);
                    return 2;
            }
        }
        catch (Exception e) when (e is RequestFailedException or DbException or AuthenticationFailedException)
        {
            await error.WriteLineAsync($"The storage could not be read: {e.Message}");
            return 3;
        }
    }

    private static async Task<int> VerifyAsync(AuditLog audit, TextWriter output)
    {
        var verdict = await audit.VerifyAsync(CancellationToken.None);
        await output.WriteLineAsync(verdict switch
        {
            AuditVerdict.Unbroken { From: { } from, To: { } to } all => $"{all.Entries} entries from {from:u} to {to:u}, unbroken; last hash {all.Hash}",
            AuditVerdict.Unbroken => "There is no entry yet.",
            AuditVerdict.Broken broken => $"Broken: {broken.Where}",
            _ => throw new System.Diagnostics.UnreachableException(),
        });
        return verdict is AuditVerdict.Unbroken ? 0 : 1;
    }

    private static async Task ExportAsync(AuditLog audit, TimeSpan? since, AuditFormat format, TextWriter output)
    {
        // As RFC 4180 ends a line; of JSON each tool takes a line feed.
        output.NewLine = format == AuditFormat.Csv ? Csv.NewLine : "\n";
        foreach (var line in AuditExport.Header(format)) await output.WriteLineAsync(line);
        var from = since is { } back ? TimeProvider.System.GetUtcNow() - back : DateTimeOffset.MinValue;
        await foreach (var entry in audit.SinceAsync(from, CancellationToken.None)) await output.WriteLineAsync(AuditExport.Line(entry, format));
        await output.FlushAsync();
    }

    /// <returns>Null when they are not understood.</returns>
    private static (TimeSpan? Since, AuditFormat Format)? Read(string[] options)
    {
        (TimeSpan? since, var format) = (null, AuditFormat.Csv);
        foreach (var option in options.Chunk(2))
        {
            switch (option)
            {
                case [Since, var time] when Durations.TryParse(time, out var back): since = back; break;
                case [As, var named] when AuditExport.Parse(named) is { } known: format = known; break;
                default: return null;
            }
        }
        return (since, format);
    }

    /// <exception cref="SettingsException">Settings are missing or wrong.</exception>
    private static AuditLog Open() =>
        Product.OpenAudit(StateTables.Open(new SettingsReader(Web.Builder(secrets: true).Configuration)), TimeProvider.System, NullLoggerFactory.Instance);
}
