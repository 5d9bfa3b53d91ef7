using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOps.Core.Metrics;

namespace ChatOps.Tests.Core.Metrics;

/// <summary>What the agent makes of a machine.</summary>
public sealed class AgentRowsTests
{
    private const string FourA100 =
        """
        0, 00000001:00:00.0, 97, 71234, 81920, 287.31, 64, 0
        1, 00000002:00:00.0, 95, 71190, 81920, 281.02, 63, 0
        2, 00000003:00:00.0, 0, 4, 81920, 52.10, 31, 0
        3, 00000004:00:00.0, 0, 4, 81920, 51.88, 30, 2
        """;

    [Fact]
    public async Task Sends_a_row_for_each_GPU_with_what_is_around_it()
    {
        await using var desk = await AgentDesk.OpenAsync();
        desk.Smi(FourA100, "00000001:00:00.0, 4711, 70000, /opt/chatops/env/bin/python\n00000001:00:00.0, 4712, 1200, /usr/bin/ffmpeg\n");
        await desk.StepAsync();
        desk.Azure.Calls();
        // In a minute: half of all ticks, a quarter waiting, 60 MB read and as much written, 30 MB received and as much sent.
        desk.Counts(busy: 500, idle: 250, ioWait: 250, sectors: 60_000_000 / 512, bytes: 30_000_000);
        desk.Terminal(0, TimeSpan.FromMinutes(1));

        await desk.MinuteAsync();

        const string around = "'TimeGenerated':'2026-11-27T10:01:00.000Z','Machine':'0123456789abcdef','Agent':'1',"
            + "'CpuPct':50.0,'IoWaitPct':25.0,'DiskMBps':2.0,'NetMBps':1.0,'Sessions':1,'SessionKinds':'ssh'}";
        Assert.Equal(
            [
                "{'Gpu':0,'UtilPct':97.0,'MemUsedMiB':71234.0,'MemTotalMiB':81920.0,'PowerW':287.31,'TempC':64.0,'EccErrors':0,"
                    + "'Procs':2,'ProcMemMiB':70000.0,'ProcPid':4711,'ProcName':'python'," + around,
                "{'Gpu':1,'UtilPct':95.0,'MemUsedMiB':71190.0,'MemTotalMiB':81920.0,'PowerW':281.02,'TempC':63.0,'EccErrors':0,'Procs':0," + around,
                "{'Gpu':2,'UtilPct':0.0,'MemUsedMiB':4.0,'MemTotalMiB':81920.0,'PowerW':52.1,'TempC':31.0,'EccErrors':0,'Procs':0," + around,
                "{'Gpu':3,'UtilPct':0.0,'MemUsedMiB':4.0,'MemTotalMiB':81920.0,'PowerW':51.88,'TempC':30.0,'EccErrors':2,'Procs':0," + around,
            ],
            desk.Azure.Rows().Select(row => row.ToJsonString().Replace('"', '\'')));
    }

    [Fact]
    public async Task Names_and_fills_only_the_columns_that_the_table_has()
    {
        await using var desk = await AgentDesk.OpenAsync();
        desk.Smi(FourA100, "00000001:00:00.0, 4711, 70000, python\n");
        desk.Write("dev/kmsg", "4,1,1,-;NVRM: Xid (PCI:0001:00:00): 31, pid=4711\n");
        desk.Terminal(0, TimeSpan.Zero);
        desk.Azure.Events = """{"Events":[{"EventType":"Preempt","Resources":["gpu-0123456789abcdef"],"NotBefore":"Fri, 27 Nov 2026 10:01:30 GMT"}]}""";
        await desk.StepAsync();
        await desk.GpuAsync("done");
        await desk.MinuteAsync();
        await desk.GpuAsync("keep", "2h");
        await desk.MinuteAsync();

        var sent = desk.Azure.Rows();

        Assert.All(sent, AssertFits);
        Assert.Equal(MetricsTable.Columns.Select(column => column.Name).Order(), sent.SelectMany(row => row.Select(field => field.Key)).Distinct().Order());
        Assert.All(sent, row => Assert.Equal(["Agent", "Machine", "TimeGenerated"],
            row.Select(field => field.Key).Intersect(MetricsTable.Columns.Take(3).Select(column => column.Name)).Order()));
    }

    [Fact]
    public async Task Leaves_out_what_a_GPU_in_slices_does_not_tell()
    {
        await using var desk = await AgentDesk.OpenAsync();
        desk.Smi("0, 00000001:00:00.0, [N/A], 20480, 81920, [Not Supported], 41, [N/A]", "00000001:00:00.0, 4711, [N/A], python\n");

        await desk.StepAsync();

        var row = Assert.Single(desk.Azure.Rows());
        Assert.Equal(20480, (double?)row["MemUsedMiB"]);
        Assert.Equal((1, 4711), ((int?)row["Procs"], (int?)row["ProcPid"]));
        Assert.Empty(row.Select(field => field.Key).Intersect(["UtilPct", "PowerW", "EccErrors", "ProcMemMiB"]));
    }

    public static TheoryData<string, string> Broken => new()
    {
        { "exit 9", "GPUs: nvidia-smi ends with 9" },
        { "echo '0, 00000001:00:00.0, 0, 4, 81920, 52.10, 31, 0'; exit 15", "GPUs: nvidia-smi ends with 15" },
        { "exec sleep 600", "GPUs: nvidia-smi hangs: killed after 0.2 s" },
        { "echo 'No devices were found'", "GPUs: nvidia-smi lists no GPU" },
        { "", "GPUs: nvidia-smi cannot be run: No such file or directory" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Is_heard_with_one_row_and_no_GPU_where_they_cannot_be_read(string script, string said)
    {
        await using var desk = await AgentDesk.OpenAsync();
        desk.Set("CHATOPS_SMI_SECONDS", "0.2");
        if (script.Length > 0) desk.SmiScript(script);
        else desk.NoSmi();

        await desk.StepAsync();
        await desk.MinuteAsync();

        Assert.Equal(["10:00", "10:01"], desk.Azure.Rows().Select(Minute));
        // Said once and not each minute.
        Assert.Single((await desk.JournalAsync()).Split('\n'), line => line.Contains(said, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Has_no_GPU_on_the_row_of_a_machine_whose_GPUs_cannot_be_read()
    {
        await using var desk = await AgentDesk.OpenAsync();
        desk.NoSmi();

        await desk.StepAsync();

        Assert.Equal(["TimeGenerated", "Machine", "Agent", "Sessions"], Assert.Single(desk.Azure.Rows()).Select(field => field.Key));
    }

    [Fact]
    public async Task Does_not_take_unknown_processes_for_none()
    {
        await using var desk = await AgentDesk.OpenAsync();
        desk.SmiScript("case \"$1\" in --query-gpu=*) echo '0, 00000001:00:00.0, 0, 4, 81920, 52.10, 31, 0';; *) exit 3;; esac");

        await desk.StepAsync();

        var row = Assert.Single(desk.Azure.Rows());
        Assert.Equal((0, false), ((double?)row["UtilPct"], row.ContainsKey("Procs")));
    }

    [Fact]
    public async Task Reads_rows_that_stand_beside_a_warning()
    {
        await using var desk = await AgentDesk.OpenAsync();
        desk.Smi("0, 00000001:00:00.0, 5, 4, 81920, 52.10, 31, 0\nWARNING: infoROM is corrupted at gpu 0001:00:00.0", exitCode: 14);

        await desk.StepAsync();

        Assert.Equal(5, (double?)Assert.Single(desk.Azure.Rows())["UtilPct"]);
    }

    [Theory]
    [InlineData("/opt/chatops/env/bin/python", "python")]
    [InlineData("python train.py --token secret", "python")]
    [InlineData("a, b", "a,")]
    [InlineData("[Not Found]", "[Not")]
    public async Task Says_a_programs_name_and_nothing_that_may_be_secret(string process, string name)
    {
        await using var desk = await AgentDesk.OpenAsync();
        desk.Smi(FourA100, $"00000001:00:00.0, 4711, 70000, {process}\n");

        await desk.StepAsync();

        Assert.Equal(name, (string?)desk.Azure.Rows()[0]["ProcName"]);
    }

    [Fact]
    public async Task Tells_each_GPU_its_newest_XID_error()
    {
        await using var desk = await AgentDesk.OpenAsync();
        desk.Smi(FourA100);
        desk.Write("dev/kmsg",
            """
            6,1,1,-;Linux version 6.8
            4,2,2,-;NVRM: Xid (PCI:0002:00:00): 31, pid=4711, name=python
            4,3,3,-;NVRM: Xid (PCI:0002:00:00 GPU-I:05): 94, Contained: SM (0x1)
            12,4,4,-;NVRM: Xid (PCI:0001:00:00): 79, written by somebody, as the facility says
            6,5,5,-;somebody's module says NVRM: Xid (PCI:0001:00:00): 79

            """);

        await desk.StepAsync();

        Assert.Equal([null, 94, null, null], desk.Azure.Rows().Select(row => (int?)row["Xid"]));
    }

    [Fact]
    public async Task Tells_the_error_of_a_GPU_that_is_not_there_any_more()
    {
        await using var desk = await AgentDesk.OpenAsync();
        desk.NoSmi();
        await desk.StepAsync();
        desk.Write("dev/kmsg", "4,2,2,-;NVRM: Xid (PCI:0001:00:00): 79, pid=0, GPU has fallen off the bus.\n");
        desk.Azure.Rows();

        await desk.MinuteAsync();
        await desk.MinuteAsync();

        Assert.Equal([79, 79], desk.Azure.Rows().Select(row => (int?)row["Xid"]));
    }

    [Fact]
    public async Task Measures_what_it_can_where_something_cannot_be_read()
    {
        await using var desk = await AgentDesk.OpenAsync();
        File.Delete(desk.At("proc/stat"));
        File.Delete(desk.At("dev/kmsg"));
        Directory.Delete(desk.At("dev/pts"));

        await desk.StepAsync();
        await desk.MinuteAsync();

        Assert.Equal([0, 0], desk.Azure.Rows().Select(row => (double?)row["UtilPct"]));
    }

    [Fact]
    public async Task Measures_once_a_minute_however_often_it_looks()
    {
        await using var desk = await AgentDesk.OpenAsync();

        for (var i = 0; i < 24; i++) await desk.StepAsync(TimeSpan.FromSeconds(5));

        Assert.Equal(["10:00", "10:01", "10:02"], desk.Azure.Rows().Select(Minute));
    }

    [Fact]
    public async Task Sends_nothing_before_it_knows_which_machine_it_is_on()
    {
        await using var desk = await AgentDesk.OpenAsync();
        desk.Azure.Name = null;

        Assert.Equal(0, (await desk.StepAsync()).Waiting);
        Assert.Empty(desk.Azure.Rows());
        desk.Azure.Name = $"gpu-{AgentDesk.Id}";
        await desk.StepAsync(TimeSpan.FromSeconds(5));

        Assert.Equal(AgentDesk.Id, (string?)Assert.Single(desk.Azure.Rows())["Machine"]);
    }

    internal static string Minute(JsonObject row) => ((string?)row["TimeGenerated"] ?? "")[11..16];

    private static void AssertFits(JsonObject row)
    {
        foreach (var (name, value) in row)
        {
            var type = Assert.Single(MetricsTable.Columns, column => column.Name == name).Type;
            Assert.True(Fits(type, value?.AsValue()), $"{name}, a {type}, is {value?.ToJsonString()}");
        }
    }

    private static bool Fits(string type, JsonValue? value) => (type, value?.GetValueKind()) switch
    {
        ("int", JsonValueKind.Number) => int.TryParse(value?.ToJsonString(), CultureInfo.InvariantCulture, out _),
        ("real", JsonValueKind.Number) => true,
        ("string", JsonValueKind.String) => true,
        ("datetime", JsonValueKind.String) => DateTimeOffset.TryParseExact(
            (string?)value, "yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _),
        _ => false,
    };
}
