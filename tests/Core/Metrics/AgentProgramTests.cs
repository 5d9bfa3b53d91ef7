using System.Text.Json.Nodes;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Core.Metrics;

/// <summary>The agent as systemd runs it: by the real clock, until it is told to end.</summary>
public sealed class AgentProgramTests : IDisposable
{
    /// <summary>Tenths; 100 is a service without any protection. It reads what is other users' and the kernel's.</summary>
    private const int MostExposure = 35;

    private const string Program = "/usr/bin/python3";

    private static readonly string Unit = File.ReadAllText(OnMachine.Path("gpu-agent.service"));

    private readonly TempFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Measures_and_sends_by_itself_until_it_is_told_to_end()
    {
        await using var desk = await AgentDesk.OpenAsync();
        desk.Set("CHATOPS_INTERVAL", "0.2");
        desk.Start();

        var rows = new List<JsonObject>();
        while (rows.Count < 3) rows.AddRange((await desk.Azure.CallAsync()).Rows);
        var ended = await desk.EndAsync();

        Assert.Equal(0, ended.ExitCode);
        Assert.Equal(3, rows.Take(3).Select(row => (string?)row["TimeGenerated"]).Distinct().Count());
        Assert.Equal($"<6>this is machine {AgentDesk.Id}; agent 1\n", ended.Error);
    }

    [Fact]
    public async Task Says_an_eviction_without_waiting_for_the_next_minute()
    {
        await using var desk = await AgentDesk.OpenAsync();
        desk.Set("CHATOPS_INTERVAL", "3600");
        desk.Azure.Events = """{"Events":[{"EventType":"Preempt","Resources":["gpu-0123456789abcdef"],"NotBefore":""}]}""";
        desk.Start();

        // With the first sample or by itself, whichever is first.
        while (!(await desk.Azure.CallAsync()).Rows.Any(row => row.ContainsKey("EvictionAt"))) { }

        Assert.Equal(0, (await desk.EndAsync()).ExitCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    public async Task Does_not_begin_without_knowing_where_to_send(string config)
    {
        await using var desk = await AgentDesk.OpenAsync();
        desk.Write("etc/chatops/agent.json", config);
        desk.Start();

        var ended = await desk.EndAsync(asked: false);

        Assert.Equal(1, ended.ExitCode);
        Assert.StartsWith("<3>cannot begin: ", ended.Error, StringComparison.Ordinal);
    }

    // What waits in the driver does not even die when it is killed; one more each minute would fill the machine.
    [Fact]
    public async Task Puts_no_second_nvidia_smi_beside_one_that_cannot_be_killed()
    {
        Tool.Needs("python3", "python3");
        const string driver = """
            import runpy, sys, types
            agent = runpy.run_path(sys.argv[1], run_name="agent")
            agent["subprocess"].Popen = lambda *a, **k: sys.exit("a second one was started")
            gpus = agent["Gpus"](types.SimpleNamespace(smi_seconds=1))
            gpus._stuck = types.SimpleNamespace(poll=lambda: None)
            try:
                gpus.rows()
            except agent["Trouble"] as trouble:
                print(trouble)
            """;

        var ended = await Tool.RunAsync("python3", ["-c", driver, OnMachine.Path("gpu-agent")], Cancellation);

        Assert.Equal("nvidia-smi still hangs", ended.Everything);
    }

    // Ubuntu 22.04 brings 3.10; nothing that is newer than the oldest of our images' may be in them.
    [Theory]
    [InlineData("gpu-agent")]
    [InlineData("gpu")]
    public async Task Is_Python_that_the_images_understand(string file)
    {
        Tool.Needs("python3", "python3");
        const string parse = "import ast, sys; ast.parse(open(sys.argv[1], encoding='utf-8').read(), feature_version=(3, 10))";

        var ended = await Tool.RunAsync("python3", ["-W", "error", "-c", parse, OnMachine.Path(file)], Cancellation);

        Assert.True(ended.ExitCode == 0, ended.Everything);
    }

    [Theory]
    [InlineData("gpu-agent")]
    [InlineData("gpu")]
    [InlineData("gpu-agent.service")]
    public void Has_no_carriage_return_and_no_line_too_long_to_read(string file) =>
        Assert.All(File.ReadAllText(OnMachine.Path(file)).Split('\n'), line => Assert.True(line.Length <= 160 && !line.Contains('\r'), line));

    [Fact]
    public async Task Its_unit_is_accepted()
    {
        Assert.Contains($"ExecStart={Program} -I /opt/chatops/gpu-agent\n", Unit, StringComparison.Ordinal);
        var ended = await AnalyzeAsync("verify", "--man=no", "--recursive-errors=no", Write(Unit.Replace(Program, "/bin/true", StringComparison.Ordinal)));

        // Other units of this machine may be spoken of as well.
        Assert.True(ended.ExitCode == 0 && !ended.Everything.Contains("gpu-agent", StringComparison.Ordinal), ended.Everything);
    }

    [Fact]
    public async Task May_do_little_to_its_machine()
    {
        var ended = await AnalyzeAsync("security", "--offline=true", $"--threshold={MostExposure}", Write(Unit));

        Assert.True(ended.ExitCode == 0, ended.Everything);
    }

    [Theory]
    [InlineData("CPUQuota=")]
    [InlineData("MemoryMax=")]
    [InlineData("TasksMax=")]
    [InlineData("Nice=10")]
    public void Cannot_take_the_machine_from_who_works_on_it(string limit) => Assert.Contains($"\n{limit}", Unit, StringComparison.Ordinal);

    // ProtectClock allows one device, and with that forbids all others.
    [Fact]
    public void May_see_the_GPUs_the_kernels_log_and_other_users_processes() =>
        Assert.DoesNotMatch("(?m)^(PrivateDevices|DevicePolicy|DeviceAllow|ProtectClock|PrivateUsers|ProtectProc|ProtectKernelLogs|ProcSubset)=", Unit);

    [Fact]
    public void Keeps_what_people_said_over_a_restart_of_its_own_and_not_over_the_machines()
    {
        Assert.Contains("\nRuntimeDirectory=chatops\n", Unit, StringComparison.Ordinal);
        Assert.Contains("\nRuntimeDirectoryPreserve=yes\n", Unit, StringComparison.Ordinal);
    }

    private string Write(string unit) => _folder.Write("gpu-agent.service", unit);

    private static async Task<Ended> AnalyzeAsync(params string[] arguments)
    {
        Tool.Needs("systemd-analyze", "systemd");
        return await Tool.RunAsync("systemd-analyze", [.. arguments], Cancellation);
    }
}
