using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using ChatOps.Sandbox;
using ChatOps.Sandbox.Monitor;

namespace ChatOps.Bench;

/// <summary>
/// The stand-in for Log Analytics in a process of its own, with what <see cref="ReapFleet"/>'s machines have measured: its memory and its CPU
/// time are not those of the product.
/// </summary>
internal sealed class ReapLogs : IDisposable
{
    private const string Name = "reap-logs";

    private readonly Process _process;

    private ReapLogs(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>Of its process.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>The command that this process is started with.</summary>
    public static Command Create()
    {
        var machines = new Option<int>("--machines");
        var now = new Option<string>("--now") { DefaultValueFactory = _ => "" };
        var command = new Command(Name, "What `reap` asks.") { machines, now };
        command.Hidden = true;
        command.SetAction((parsed, cancellationToken) => ServeAsync(
            parsed.GetValue(machines), DateTimeOffset.Parse(parsed.GetValue(now) ?? "", CultureInfo.InvariantCulture), cancellationToken));
        return command;
    }

    public static async Task<ReapLogs> StartAsync(int machines, DateTimeOffset now, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            typeof(ReapLogs).Assembly.Location, Name,
            "--machines", machines.ToString(CultureInfo.InvariantCulture), "--now", now.ToString("O", CultureInfo.InvariantCulture),
        ];
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        var address = await process.StandardOutput.ReadLineAsync(cancellationToken) ?? throw new InvalidOperationException("The stand-in did not start.");
        return new ReapLogs(process, new Uri(address));
    }

    public void Dispose()
    {
        // The end of its input is its end.
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static async Task ServeAsync(int machines, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var monitor = await MonitorStandIn.StartAsync(new VirtualTime(now), certificate: null, cancellationToken);
        lock (monitor.Lock)
        {
            for (var i = 0; i < machines; i++)
            {
                var id = Stock.IdOf(i).Value;
                foreach (var row in ReapFleet.Rows(i, id, now)) monitor.Rows.Add(id, row, now);
            }
        }
        Console.WriteLine(monitor.Address);
        await Console.In.ReadToEndAsync(cancellationToken);
    }
}
