using System.Diagnostics;
using System.Text.Json.Nodes;

namespace ChatOps.Tests.Core.Metrics;

/// <summary>How the agent finds out whether somebody is at work on the machine.</summary>
public sealed class AgentSessionsTests
{
    private const string Idle = """[{"id":"1","name":"python3","last_activity":"2026-11-27T08:00:00.000000Z","execution_state":"idle","connections":1}]""";

    private const string Runtime = "home/anna/.local/share/jupyter/runtime/jpserver-4242.json";

    [Fact]
    public async Task Counts_terminals_that_somebody_typed_in_lately()
    {
        await using var desk = await AgentDesk.OpenAsync();
        desk.Terminal(0, TimeSpan.FromMinutes(4));
        desk.Terminal(1, TimeSpan.FromSeconds(1));
        desk.Terminal(2, TimeSpan.FromMinutes(6));
        desk.Write("dev/pts/ptmx", "");

        Assert.Equal((2, "ssh"), await MeasureAsync(desk));
    }

    public static TheoryData<string, int> Kernels => new()
    {
        { Idle, 0 },
        { "[]", 0 },
        { """[{"execution_state":"busy","last_activity":"2026-11-27T08:00:00.000000Z"},{"execution_state":"idle","last_activity":null}]""", 1 },
        { """[{"execution_state":"idle","last_activity":"2026-11-27T09:56:00.123456Z"},{"execution_state":"busy"}]""", 2 },
    };

    [Theory]
    [MemberData(nameof(Kernels))]
    public async Task Counts_notebooks_that_run_a_cell_or_did_lately(string kernels, int busy)
    {
        await using var desk = await AgentDesk.OpenAsync();
        Notebook(desk);
        desk.Azure.Kernels = kernels;

        Assert.Equal((busy, busy > 0 ? "jupyter" : null), await MeasureAsync(desk));
        Assert.Contains(("/user/anna/api/kernels?", null, "token 5ec7e7"), desk.Azure.Asked);
    }

    // It may be bound to a password, or to somebody else's sign-in.
    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task Counts_a_notebooks_server_that_tells_nothing_while_somebody_is_connected(bool connected, int sessions)
    {
        await using var desk = await AgentDesk.OpenAsync();
        Notebook(desk);
        desk.Connections(connected ? [(desk.Azure.Address.Port, true, 1000, 10), (desk.Azure.Address.Port, false, 1000, 11)] : [(1234, false, 1000, 11)]);

        Assert.Equal((sessions, connected ? "jupyter" : null), await MeasureAsync(desk));
    }

    [Fact]
    public async Task Asks_no_server_that_has_ended()
    {
        await using var desk = await AgentDesk.OpenAsync();
        Notebook(desk);
        Directory.Delete(desk.At("proc/4242"));
        desk.Azure.Kernels = Idle;

        await MeasureAsync(desk);

        Assert.DoesNotContain(desk.Azure.Asked, ask => ask.Path.Contains("kernels", StringComparison.Ordinal));
    }

    // The folder is the user's, and the agent is root.
    [Theory]
    [InlineData("""{"pid":4242,"port":PORT,"base_url":"/user/anna/\r\nHost: x","token":""}""")]
    [InlineData("""{"pid":4242,"port":PORT,"base_url":"/user/anna/","token":"a\r\nX: y"}""")]
    [InlineData("""{"pid":"../../etc","port":PORT}""")]
    [InlineData("""{"pid":4242,"port":99999999}""")]
    [InlineData("""{"pid":4242}""")]
    [InlineData("[1]")]
    [InlineData("no JSON")]
    public async Task Does_not_believe_what_is_no_servers_file(string text)
    {
        await using var desk = await AgentDesk.OpenAsync();
        Notebook(desk);
        desk.Write(Runtime, text.Replace("PORT", $"{desk.Azure.Address.Port}", StringComparison.Ordinal));

        Assert.Equal((0, null), await MeasureAsync(desk));
        Assert.DoesNotContain(desk.Azure.Asked, ask => ask.Path.Contains("kernels", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Follows_no_link_and_waits_for_no_pipe()
    {
        await using var desk = await AgentDesk.OpenAsync();
        Notebook(desk);
        File.Move(desk.At(Runtime), desk.At("home/real.json"));
        File.CreateSymbolicLink(desk.At(Runtime), desk.At("home/real.json"));
        using var pipe = Process.Start("mkfifo", [desk.At(Runtime.Replace("4242", "1", StringComparison.Ordinal))]);
        await pipe.WaitForExitAsync(TestContext.Current.CancellationToken);
        desk.Azure.Kernels = """[{"execution_state":"busy"}]""";

        Assert.Equal((0, null), await MeasureAsync(desk));
    }

    [Theory]
    [InlineData("/home/anna/.vscode-server/cli/servers/Stable-1/server/node", 1)]
    [InlineData("/home/anna/.cursor-server/bin/node", 1)]
    [InlineData("/usr/bin/node", 0)]
    public async Task Counts_users_whose_editor_is_connected(string program, int sessions)
    {
        await using var desk = await AgentDesk.OpenAsync();
        desk.Write("proc/77/cmdline", $"{program}\0out/server-main.js\0--port=0\0");
        Directory.CreateDirectory(desk.At("proc/77/fd"));
        File.CreateSymbolicLink(desk.At("proc/77/fd/18"), "socket:[555]");
        // Two windows of one user.
        desk.Connections([(40001, true, 1000, 555), (40001, false, 1000, 556), (40001, false, 1000, 557)]);

        Assert.Equal((sessions, sessions > 0 ? "vscode" : null), await MeasureAsync(desk));
    }

    // It stays for hours in case that its user comes back, and asks the marketplace meanwhile.
    [Fact]
    public async Task Does_not_count_an_editors_server_that_nobody_is_connected_to()
    {
        await using var desk = await AgentDesk.OpenAsync();
        desk.Write("proc/77/cmdline", "/home/anna/.vscode-server/bin/node\0");
        Directory.CreateDirectory(desk.At("proc/77/fd"));
        File.CreateSymbolicLink(desk.At("proc/77/fd/18"), "socket:[555]");
        File.CreateSymbolicLink(desk.At("proc/77/fd/19"), "socket:[558]");
        desk.Connections([(40001, true, 1000, 555), (51234, false, 1000, 558)]);

        Assert.Equal((0, null), await MeasureAsync(desk));
    }

    [Fact]
    public async Task Adds_all_kinds_up()
    {
        await using var desk = await AgentDesk.OpenAsync();
        desk.Terminal(0, TimeSpan.Zero);
        Notebook(desk);
        desk.Azure.Kernels = """[{"execution_state":"busy"}]""";

        Assert.Equal((2, "ssh jupyter"), await MeasureAsync(desk));
    }

    private static void Notebook(AgentDesk desk)
    {
        Directory.CreateDirectory(desk.At("proc/4242"));
        // Where it says that it is does not matter: it is only ever looked for on the machine itself.
        desk.Write(Runtime, new JsonObject
        {
            ["base_url"] = "/user/anna/",
            ["hostname"] = "elsewhere.example",
            ["pid"] = 4242,
            ["port"] = desk.Azure.Address.Port,
            ["token"] = "5ec7e7",
            ["url"] = "http://elsewhere.example/",
        }.ToJsonString());
    }

    private static async Task<(int?, string?)> MeasureAsync(AgentDesk desk)
    {
        await desk.StepAsync();
        var row = Assert.Single(desk.Azure.Rows());
        return ((int?)row["Sessions"], (string?)row["SessionKinds"]);
    }
}
