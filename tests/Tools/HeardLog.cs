using System.Text;
using System.Threading.Channels;
using ChatOps.Sandbox;
using Microsoft.Extensions.Logging;

namespace ChatOps.Tests.Tools;

/// <summary>A log that a test waits for: what works in the background is seen by what it says.</summary>
public sealed class HeardLog : TextWriter
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly List<string> _all = [];

    public HeardLog() => Factory = LineLogs.To(this, LogLevel.Information);

    public ILoggerFactory Factory { get; }

    public override Encoding Encoding => Encoding.UTF8;

    /// <summary>All that was said until now.</summary>
    public string Text
    {
        get
        {
            lock (_all) return string.Join('\n', _all);
        }
    }

    /// <summary>Waits for a line with this in it; lines before it are passed over.</summary>
    public async Task<string> UntilAsync(string part, CancellationToken cancellationToken)
    {
        while (true)
            if (await _lines.Reader.ReadAsync(cancellationToken) is var line && line.Contains(part, StringComparison.Ordinal)) return line;
    }

    public override void WriteLine(string? value)
    {
        lock (_all) _all.Add(value ?? "");
        _lines.Writer.TryWrite(value ?? "");
    }
}
