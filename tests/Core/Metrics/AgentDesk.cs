using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Core.Metrics;

/// <summary>
/// A machine with the real <c>gpu-agent</c> on it, run by python3. Its files, its <c>nvidia-smi</c> and Azure are a test's, and so is its time:
/// it does what is due whenever it is told what time it is.
/// </summary>
internal sealed class AgentDesk : IAsyncDisposable
{
    public const string Id = "0123456789abcdef";

    private static readonly DateTimeOffset Begin = new(2026, 11, 27, 10, 0, 0, TimeSpan.Zero);

    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, string> _variables = [];
    private Process? _agent;

    private AgentDesk(FakeAzure azure) => Azure = azure;

    public FakeAzure Azure { get; }

    public DateTimeOffset Now { get; private set; } = Begin;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>With a processor at rest, a disk, a network, nobody at work and one GPU.</summary>
    public static async Task<AgentDesk> OpenAsync()
    {
        Tool.Needs("python3", "python3");
        var desk = new AgentDesk(await FakeAzure.StartAsync());
        desk.Write("etc/chatops/agent.json",
            new JsonObject { ["endpoint"] = desk.Azure.Address.ToString(), ["dcr"] = FakeAzure.Rule, ["identity"] = FakeAzure.Identity }.ToJsonString());
        foreach (var folder in (string[])["dev/pts", "run", "home"]) Directory.CreateDirectory(desk._folder.At(folder));
        desk.Write("dev/kmsg", "");
        desk.Counts(busy: 0, idle: 0, ioWait: 0, sectors: 0, bytes: 0);
        desk.Connections([]);
        desk.Smi("0, 00000001:00:00.0, 0, 4, 81920, 52.10, 31, 0");
        return desk;
    }

    /// <summary>Before the agent starts: its interval, its limits.</summary>
    public void Set(string variable, string value) => _variables[variable] = value;

    public string At(string path) => _folder.At(path);

    public string Write(string path, string text) => _folder.Write(path, text);

    /// <summary>What <c>nvidia-smi</c> prints of GPUs and of processes, and how it ends.</summary>
    public void Smi(string gpus, string processes = "", int exitCode = 0) => SmiScript(
        $"case \"$1\" in --query-gpu=*) cat '{Write("gpus.csv", gpus + "\n")}';; *) cat '{Write("processes.csv", processes)}';; esac\nexit {exitCode}");

    public void SmiScript(string script)
    {
        // Put there whole: it may be running just now.
        var made = Write("bin/nvidia-smi.new", "#!/bin/sh\n" + script + "\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(made, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.Move(made, At("bin/nvidia-smi"), overwrite: true);
    }

    public void NoSmi() => File.Delete(At("bin/nvidia-smi"));

    /// <summary>What the kernel has counted: ticks of processors, sectors of disks, bytes of the network.</summary>
    public void Counts(long busy, long idle, long ioWait, long sectors, long bytes)
    {
        Write("proc/stat", $"cpu  {busy} 0 0 {idle} {ioWait} 0 0 0 0 0\ncpu0 {busy} 0 0 {idle} {ioWait} 0 0 0 0 0\n");
        Write("proc/diskstats",
            $"""
               8       0 sda 100 0 {sectors} 10 100 0 {sectors} 10 0 10 10
               8       1 sda1 100 0 {sectors} 10 100 0 {sectors} 10 0 10 10
               7       0 loop0 100 0 999999 10 100 0 0 10 0 10 10

             """);
        Write("proc/net/dev",
            $"""
            Inter-|   Receive                                                |  Transmit
             face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
                lo: 999999999 1 0 0 0 0 0 0 999999999 1 0 0 0 0 0 0
              eth0: {bytes} 1 0 0 0 0 0 0 {bytes} 1 0 0 0 0 0 0
            enP5s1: {bytes} 1 0 0 0 0 0 0 {bytes} 1 0 0 0 0 0 0
            docker0: {bytes} 1 0 0 0 0 0 0 {bytes} 1 0 0 0 0 0 0

            """);
    }

    /// <summary>TCP as <c>/proc/net/tcp</c> shows it.</summary>
    public void Connections(IEnumerable<(int Port, bool Listens, int User, int Inode)> sockets)
    {
        var lines = sockets.Select((s, i) => string.Create(CultureInfo.InvariantCulture,
            $"{i,4}: 0100007F:{s.Port:X4} 0100007F:D431 {(s.Listens ? "0A" : "01")} 00000000:00000000 00:00000000 00000000 {s.User} 0 {s.Inode} 1 0 100 0\n"));
        Write("proc/net/tcp",
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n" + string.Concat(lines));
    }

    /// <summary>A terminal that somebody last typed in so long ago.</summary>
    public void Terminal(int number, TimeSpan ago) => File.SetLastAccessTimeUtc(Write($"dev/pts/{number}", ""), (Now - ago).UtcDateTime);

    /// <summary>Lets time pass, and the agent do what is due then.</summary>
    public async Task<Stepped> StepAsync(TimeSpan passes = default)
    {
        Now += passes;
        _agent ??= Start("--steps");
        await _agent.StandardInput.WriteLineAsync(Seconds(Now).AsMemory(), Cancellation);
        await _agent.StandardInput.FlushAsync(Cancellation);
        var line = await _agent.StandardOutput.ReadLineAsync(Cancellation)
            ?? throw new InvalidOperationException($"The agent ended: {await _agent.StandardError.ReadToEndAsync(Cancellation)}");
        var stepped = JsonNode.Parse(line);
        return new Stepped((int?)stepped?["waiting"] ?? -1, (int?)stepped?["lost"] ?? -1);
    }

    public Task<Stepped> MinuteAsync() => StepAsync(TimeSpan.FromMinutes(1));

    /// <summary>The agent as systemd starts it, with the real clock.</summary>
    public Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Tool.Find("python3") ?? "python3", ["-I", OnMachine.Path("gpu-agent"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Variables()) start.Environment[name] = value;
        return _agent = Process.Start(start) ?? throw new InvalidOperationException("python3 did not start.");
    }

    /// <summary>What a person types on the machine: <c>gpu keep 2h</c>.</summary>
    public async Task<Ended> GpuAsync(params string[] words)
    {
        const string driver = "import os, runpy, sys; os.environ.update(v.split('=', 1) for v in sys.argv[1:4]); sys.argv = sys.argv[4:]; "
            + "runpy.run_path(sys.argv[0], run_name='__main__')";
        return await Tool.RunAsync("python3",
            ["-c", driver, $"CHATOPS_ROOT={_folder.Root}", $"CHATOPS_NOW={Seconds(Now)}", "TZ=UTC", OnMachine.Path("gpu"), .. words], Cancellation);
    }

    /// <summary>How the agent ends, and what it said to the journal.</summary>
    /// <param name="asked">As systemd does; otherwise it is to end by itself.</param>
    public async Task<Ended> EndAsync(bool asked = true)
    {
        var agent = _agent ?? throw new InvalidOperationException("It was not started.");
        if (asked) await Tool.RunAsync("kill", ["-TERM", agent.Id.ToString(CultureInfo.InvariantCulture)], Cancellation);
        var error = await agent.StandardError.ReadToEndAsync(Cancellation);
        await agent.WaitForExitAsync(Cancellation);
        return new Ended(agent.ExitCode, "", error);
    }

    /// <summary>After the last step: what was said to the journal.</summary>
    public async Task<string> JournalAsync()
    {
        var agent = _agent ?? throw new InvalidOperationException("It was not started.");
        agent.StandardInput.Close();
        return await agent.StandardError.ReadToEndAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (_agent is { HasExited: false }) _agent.Kill(entireProcessTree: true);
        _agent?.Dispose();
        await Azure.DisposeAsync();
        _folder.Dispose();
    }

    private static string Seconds(DateTimeOffset time) => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private IEnumerable<KeyValuePair<string, string>> Variables() =>
    [
        new("CHATOPS_ROOT", _folder.Root),
        new("CHATOPS_IMDS", Azure.Address.GetLeftPart(UriPartial.Authority)),
        new("PATH", $"{At("bin")}:/usr/bin:/bin"),
        .. _variables,
    ];
}

/// <summary>After a step: how many rows wait to be sent, and how many were given up.</summary>
internal sealed record Stepped(int Waiting, int Lost);

internal static class OnMachine
{
    public static string Path(string file) => Repository.At("core", "Metrics", "OnMachine", file);
}
