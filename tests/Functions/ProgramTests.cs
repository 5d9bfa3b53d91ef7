using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using ChatOps.Functions;
using ChatOps.Tests.Functions.Settings;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Functions;

/// <summary>The built program in a process of its own: how it ends, and what it says to whoever started it.</summary>
public sealed class ProgramTests : IDisposable
{
    private const string Port = "FUNCTIONS_CUSTOMHANDLER_PORT";
    private const string Usage = "The Azure Functions host starts this program and sets FUNCTIONS_CUSTOMHANDLER_PORT. To run it by itself: --standalone\n";

    private readonly TempFolder _home = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData]
    [InlineData("--standalon")]
    [InlineData("--standalone", "8080")]
    [InlineData("start")]
    public async Task Not_told_what_to_be_it_says_what_it_can_be(params string[] arguments)
    {
        var ended = await RunAsync(arguments, []);

        Assert.Equal(new Ended(2, "", Usage), ended);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    public async Task Asked_for_help_it_helps(string argument)
    {
        var ended = await RunAsync([argument], []);

        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        Assert.StartsWith(Usage, ended.Output, StringComparison.Ordinal);
        Assert.Contains("functions/local.settings.json.example", ended.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("eight")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("65536")]
    [InlineData("80 80")]
    [InlineData("99999999999999999999")]
    public async Task Told_a_port_that_is_none_it_says_so(string port)
    {
        var ended = await RunAsync([], [(Port, port)]);

        Assert.Equal(new Ended(2, "", "FUNCTIONS_CUSTOMHANDLER_PORT is no port. The Azure Functions host sets it to a number from 1 to 65535.\n"), ended);
    }

    [Fact]
    public async Task Without_settings_it_names_all_that_are_missing_and_says_nothing_of_its_insides()
    {
        var ended = await RunAsync([], [(Port, "1")]);

        Assert.Equal((1, ""), (ended.ExitCode, ended.Output));
        string[] missing =
        [
            "Azure__SubscriptionId", "Azure__ResourceGroup", "Azure__AdminSshPublicKey", "Azure__Subnets__REGION",
            "Teams__AppId", "Teams__TenantId", "Teams__Credential", "AzureWebJobsStorage",
        ];
        Assert.All(missing, name => Assert.Contains(name, ended.Error, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Standalone_it_needs_no_storage()
    {
        var ended = await RunAsync(["--standalone"], []);

        Assert.Equal((1, ""), (ended.ExitCode, ended.Output));
        Assert.Contains("Azure__SubscriptionId is not set", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("AzureWebJobsStorage", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Standalone_it_refuses_to_wait_for_events_that_never_come()
    {
        var ended = await RunAsync(["--standalone"], SomeSettings.InOrder.Select(setting => (setting.Key, setting.Value)));

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("- Azure__EventGrid is true, but Event Grid's queue is not read here. Leave it out", ended.Error, StringComparison.Ordinal);
        Assert.StartsWith("A setting is missing or wrong:", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Standalone_a_slip_in_its_own_settings_is_found()
    {
        var ended = await RunAsync(["--standalone"], SomeSettings.With(("Azure__EventGrid", null), ("Standalone__Foldr", "x")).Select(s => (s.Key, s.Value)));

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("- Standalone__Foldr is no setting. Did you mean Standalone__Folder?", ended.Error, StringComparison.Ordinal);
    }

    // It may be free the next time: systemd starts what ends with 3 again, and what ends with 1 not.
    [Theory]
    [InlineData]
    [InlineData("--standalone")]
    public async Task A_port_that_somebody_else_has_is_named_and_nothing_is_begun(params string[] arguments)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        var ended = await RunAsync(arguments, Standalone(("ASPNETCORE_URLS", $"http://127.0.0.1:{port}"), (Port, port)));

        Assert.Equal(new Ended(3, "", $"Failed to bind to address http://127.0.0.1:{port}: address already in use.\n"), ended);
    }

    [Fact]
    public async Task An_address_that_is_not_this_machine_s_is_named()
    {
        var ended = await RunAsync(["--standalone"], Standalone(("ASPNETCORE_URLS", "http://192.0.2.1:8080")));

        Assert.Equal(3, ended.ExitCode);
        Assert.StartsWith("Cannot listen on http://192.0.2.1:8080: ", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Everything, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("https://127.0.0.1:8443")]
    public async Task Standalone_an_address_that_is_none_is_a_wrong_setting(string urls)
    {
        var ended = await RunAsync(["--standalone"], Standalone(("ASPNETCORE_URLS", urls)));

        Assert.Equal((1, ""), (ended.ExitCode, ended.Output));
        Assert.StartsWith("A setting is missing or wrong:\n- ASPNETCORE_URLS is no http address", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Standalone_settings_may_be_user_secrets_under_the_names_that_it_says()
    {
        var secrets = Standalone(("ASPNETCORE_URLS", null)).ToDictionary(setting => setting.Name, setting => setting.Value);
        _home.Write(".microsoft/usersecrets/gpu-chatops/secrets.json", JsonSerializer.Serialize(secrets));

        var ended = await RunAsync(["--standalone"], [("ASPNETCORE_URLS", "http://192.0.2.1:8080")]);

        // No setting is missing: it goes on to listen, at an address that this machine does not have.
        Assert.Equal(3, ended.ExitCode);
        Assert.StartsWith("Cannot listen on http://192.0.2.1:8080: ", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Standalone_a_state_that_is_no_database_is_named_without_a_stack()
    {
        _home.Write("state.db", new string('x', 4096));

        var ended = await RunAsync(["--standalone"], Standalone());

        Assert.Equal((1, ""), (ended.ExitCode, ended.Output));
        Assert.StartsWith($"A setting is missing or wrong:\n- Standalone__Folder: {_home.At("state.db")} ", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Standalone_the_sandbox_s_settings_are_refused_where_others_can_come_in()
    {
        var ended = await RunAsync(["--standalone"], Standalone(
            ("Sandbox__Folder", _home.Root),
            ("Sandbox__Chat", "http://127.0.0.1:1"),
            ("Azure__ResourceManager", "https://127.0.0.1:1"),
            ("ASPNETCORE_URLS", "http://127.0.0.1:8080;http://0.0.0.0:8081")));

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("are set, but ASPNETCORE_URLS lets others than this machine in. Remove both.", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Blueprints_that_are_wrong_are_named_without_a_stack()
    {
        _home.Write("blueprints/policy.yaml", "organisation: Contoso");
        _home.Write("blueprints/sample/blueprint.yaml", "name: [");

        var ended = await RunAsync([], [.. SomeSettings.With(("Blueprints__Folder", _home.At("blueprints"))).Select(s => (s.Key, s.Value)), (Port, "1")]);

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("blueprints/sample/", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_that_is_wrong_is_named_without_a_stack_where_none_was_good_before()
    {
        var policy = _home.Write("policy.yaml", "organisation: [");

        var ended = await RunAsync(["--standalone"], Standalone(("Policy__File", policy)));

        Assert.Equal(1, ended.ExitCode);
        Assert.StartsWith($"{policy}:1: not valid YAML", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
    }

    private IEnumerable<(string Name, string Value)> Standalone(params (string Name, string? Value)[] changes) =>
        SomeSettings.With([("Azure__EventGrid", null), ("Standalone__Folder", _home.Root), .. changes]).Select(setting => (setting.Key, setting.Value));

    /// <summary>With these settings and none of whoever runs the tests, nor their user secrets.</summary>
    private Task<Ended> RunAsync(string[] arguments, IEnumerable<(string Name, string Value)> settings)
    {
        string[] kept = ["PATH", "DOTNET_ROOT", "DOTNET_ROOT_X64"];
        var environment = kept.Select(name => (Name: name, Value: Environment.GetEnvironmentVariable(name) ?? ""))
            .Where(variable => variable.Value.Length > 0)
            .Append((Name: "HOME", Value: _home.Root))
            .Concat(settings)
            .Select(variable => $"{variable.Name}={variable.Value}");
        return Tool.RunAsync("env", ["-i", .. environment, "dotnet", typeof(Product).Assembly.Location, .. arguments], Cancellation);
    }
}
