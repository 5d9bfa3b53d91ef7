using System.Net;
using System.Net.NetworkInformation;
using ChatOps.Core.People;
using ChatOps.Core.Words;
using ChatOps.Sandbox.Playground;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Sandbox.Playground;

public sealed class PlaygroundProcessTests : IDisposable
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:1/api/messages");

    private readonly TempFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Listens_to_this_machine_only_and_goes_elsewhere_when_its_port_is_taken()
    {
        await using var first = await StartAsync("first", port: 0);
        await using var second = await StartAsync("second", first.Address.Port);

        Assert.NotEqual(first.Address.Port, second.Address.Port);
        var listeners = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners();
        Assert.All([first, second], playground => Assert.Equal(
            IPAddress.Loopback, Assert.Single(listeners, listener => listener.Port == playground.Address.Port).Address));
    }

    [Fact]
    public void Says_how_it_is_installed_where_it_is_not() =>
        Assert.Contains("Run `npm ci`", Playgrounds.Missing(_folder.Root), StringComparison.Ordinal);

    [Fact]
    public void Shows_the_people_and_the_channel_of_the_policy()
    {
        var policy = PolicyFile.Load(Path.Combine(Repository.Blueprints, "policy.yaml"));
        var settings = new Persona(policy, "scientist@contoso.example").Settings();

        Assert.Equal("scientist@contoso.example", (string?)settings["currentUser"]?["email"]);
        Assert.Equal(5, settings["users"]?.AsArray().Count);
        Assert.Equal("19:vision@thread.tacv2", (string?)settings["team"]?["channels"]?[0]?["id"]);
    }

    [Fact]
    public void There_is_none_for_who_is_in_no_team()
    {
        var policy = PolicyFile.Load(Path.Combine(Repository.Blueprints, "policy.yaml"));

        Assert.Contains("in no team", Assert.Throws<UserError>(() => new Persona(policy, "admin@contoso.example")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_it_does_not_start_its_last_words_and_its_log_are_named()
    {
        await Node.InstalledAsync(Cancellation);
        var script = _folder.At("broken.mjs");
        await File.WriteAllTextAsync(script, "console.error('The disk is full'); process.exit(1);", Cancellation);

        var error = await Assert.ThrowsAsync<UserError>(() => PlaygroundProcess.StartAsync(script, _folder.Root, port: 0, Nowhere, Cancellation));

        Assert.Contains("Its last words: The disk is full", error.Message, StringComparison.Ordinal);
        Assert.Contains(_folder.At("devTools"), error.Message, StringComparison.Ordinal);
    }

    private async Task<PlaygroundProcess> StartAsync(string name, int port)
    {
        await Node.InstalledAsync(Cancellation);
        var folder = Directory.CreateDirectory(_folder.At(name)).FullName;
        var script = PlaygroundProcess.Script(Repository.Root) ?? throw new InvalidOperationException("npm ci did not install it.");
        return await PlaygroundProcess.StartAsync(script, folder, port, Nowhere, Cancellation);
    }
}
