namespace ChatOps.Tests.Core.Metrics;

/// <summary>What people type on the machine, and what the agent makes of it.</summary>
public sealed class GpuCommandTests
{
    [Theory]
    [InlineData("30m", "2026-11-27T10:30:00.000Z")]
    [InlineData("2h", "2026-11-27T12:00:00.000Z")]
    [InlineData("1h30m", "2026-11-27T11:30:00.000Z")]
    [InlineData("90m", "2026-11-27T11:30:00.000Z")]
    [InlineData("24h", "2026-11-28T10:00:00.000Z")]
    public async Task Keeps_the_machine(string time, string until)
    {
        await using var desk = await StartAsync();

        var said = await desk.GpuAsync("keep", time);
        await desk.MinuteAsync();

        Assert.Equal((0, ""), (said.ExitCode, said.Error));
        Assert.Contains($"needed until {until[11..16]} UTC", said.Output, StringComparison.Ordinal);
        Assert.Equal((until, null), Marks(desk));
    }

    [Fact]
    public async Task Says_that_the_machine_is_no_longer_needed()
    {
        await using var desk = await StartAsync();

        var said = await desk.GpuAsync("done");
        await desk.MinuteAsync();
        await desk.MinuteAsync();

        Assert.StartsWith("Noted: this machine is no longer needed.", said.Output, StringComparison.Ordinal);
        Assert.All(desk.Azure.Rows(), row => Assert.Equal("2026-11-27T10:00:00.000Z", (string?)row["DoneAt"]));
    }

    [Fact]
    public async Task The_later_of_both_counts()
    {
        await using var desk = await StartAsync();

        await desk.GpuAsync("done");
        await desk.MinuteAsync();
        await desk.GpuAsync("keep", "1h");
        await desk.MinuteAsync();
        Assert.Equal(("2026-11-27T11:01:00.000Z", null), Marks(desk));
        await desk.GpuAsync("done");
        await desk.MinuteAsync();

        Assert.Equal((null, "2026-11-27T10:02:00.000Z"), Marks(desk));
    }

    [Fact]
    public async Task A_keep_is_over_when_its_time_is()
    {
        await using var desk = await StartAsync();

        await desk.GpuAsync("keep", "2m");
        await desk.MinuteAsync();
        Assert.Equal(("2026-11-27T10:02:00.000Z", null), Marks(desk));
        await desk.MinuteAsync();

        Assert.Equal((null, null), Marks(desk));
    }

    [Theory]
    [InlineData("25h")]
    [InlineData("24h1m")]
    [InlineData("0h")]
    [InlineData("0m")]
    [InlineData("")]
    [InlineData("2")]
    [InlineData("2d")]
    [InlineData("-1h")]
    [InlineData("1h 30m")]
    [InlineData("٢h")]
    public async Task Refuses_what_is_no_time_to_keep_it(string time)
    {
        await using var desk = await StartAsync();

        var said = await desk.GpuAsync("keep", time);

        Assert.Equal((2, ""), (said.ExitCode, said.Output));
        Assert.Equal($"\"{time}\" is no time to keep a machine for. Say 30m, 2h or 1h30m; at most 24h.", said.Error.Trim());
        Assert.Empty(Directory.GetFiles(desk.At("run/chatops/marks")));
    }

    [Theory]
    [InlineData("keep")]
    [InlineData("stop")]
    [InlineData("done", "now")]
    public async Task Says_what_can_be_said(params string[] words)
    {
        await using var desk = await StartAsync();

        var said = await desk.GpuAsync(words);

        Assert.Equal((2, "Say `gpu done`, `gpu keep 2h` or `gpu status`."), (said.ExitCode, said.Error.Trim()));
    }

    [Theory]
    [InlineData]
    [InlineData("help")]
    [InlineData("--help")]
    public async Task Explains_itself(params string[] words)
    {
        await using var desk = await StartAsync();

        var said = await desk.GpuAsync(words);

        Assert.Equal(0, said.ExitCode);
        Assert.Contains("gpu keep 2h    it is, also while its GPUs do nothing", said.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("done")]
    [InlineData("keep", "1h")]
    [InlineData("status")]
    public async Task Says_so_where_nobody_would_hear_of_it(params string[] words)
    {
        await using var desk = await AgentDesk.OpenAsync();

        var said = await desk.GpuAsync(words);

        Assert.Equal(2, said.ExitCode);
        Assert.StartsWith("The agent does not run here", said.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shows_what_was_last_measured()
    {
        await using var desk = await StartAsync();
        desk.Smi("0, 00000001:00:00.0, 97, 71234, 81920, 287.31, 64, 0", "00000001:00:00.0, 4711, 70000, python\n");
        desk.Terminal(0, TimeSpan.Zero);
        await desk.GpuAsync("keep", "2h");
        await desk.MinuteAsync();

        var said = await desk.GpuAsync("status");

        Assert.Equal(
            """
            Measured 2026-11-27T10:01:00Z, sent 2026-11-27T10:00:00; 1 rows wait.
            GPU 0: 97 %, 71234 of 81920 MiB, 287.31 W, 64 °C, processes: 1, most memory: python (pid 4711)
            CPU 0 %, disk 0 MB/s, network 0 MB/s; sessions: 1 ssh
            Kept until 2026-11-27T12:00:00Z.
            """,
            said.Everything);
    }

    [Fact]
    public async Task Shows_that_GPUs_cannot_be_read()
    {
        await using var desk = await StartAsync();
        desk.NoSmi();
        await desk.MinuteAsync();

        Assert.Contains("GPUs: not readable", (await desk.GpuAsync("status")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everybody_may_say_something_and_nobody_take_back_what_another_said()
    {
        await using var desk = await StartAsync();

        if (OperatingSystem.IsWindows()) return;
        const UnixFileMode all = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupWrite
            | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        Assert.Equal(all | UnixFileMode.StickyBit, File.GetUnixFileMode(desk.At("run/chatops/marks")));
    }

    // 10:00 is 1795773600.
    [Theory]
    [InlineData("keep 1795773600 1795946400\n")] // Two days.
    [InlineData("keep 1795780800 1795784400\n")] // Said in two hours.
    [InlineData("keep 1795773600\n")]
    [InlineData("done 1795773600 1795777200\n")]
    [InlineData("done 1795773600")]
    [InlineData("done 1795773600\nkeep 1795773600 1795777200\n")]
    [InlineData("done -795773600\n")]
    [InlineData("DONE 1795773600\n")]
    [InlineData("")]
    [InlineData("done ١٧٩٥٧٧٣٦٠٠\n")]
    public async Task The_agent_believes_nothing_that_is_not_exactly_so(string text)
    {
        await using var desk = await StartAsync();
        desk.Write("run/chatops/marks/1000", text);

        await desk.MinuteAsync();

        Assert.Equal((null, null), Marks(desk));
    }

    [Fact]
    public async Task The_agent_follows_no_link_and_reads_nothing_long()
    {
        await using var desk = await StartAsync();
        desk.Write("run/chatops/mark", "done 1795773600\n");
        File.CreateSymbolicLink(desk.At("run/chatops/marks/1000"), desk.At("run/chatops/mark"));
        desk.Write("run/chatops/marks/1001", "done 1795773600\n" + new string('\n', 100));
        Directory.CreateDirectory(desk.At("run/chatops/marks/1002"));

        await desk.MinuteAsync();

        Assert.Equal((null, null), Marks(desk));
    }

    [Fact]
    public async Task A_good_mark_is_found_among_bad_ones()
    {
        await using var desk = await StartAsync();
        desk.Write("run/chatops/marks/1000", "nonsense\n");
        desk.Write("run/chatops/marks/1001", "done 1795773600\n");

        await desk.MinuteAsync();

        Assert.Equal((null, "2026-11-27T10:00:00.000Z"), Marks(desk));
    }

    private static async Task<AgentDesk> StartAsync()
    {
        var desk = await AgentDesk.OpenAsync();
        await desk.StepAsync();
        desk.Azure.Rows();
        return desk;
    }

    /// <summary>Of the newest row.</summary>
    private static (string? KeepUntil, string? DoneAt) Marks(AgentDesk desk)
    {
        var row = desk.Azure.Rows()[^1];
        return ((string?)row["KeepUntil"], (string?)row["DoneAt"]);
    }
}
