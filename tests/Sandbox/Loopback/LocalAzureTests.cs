using ChatOps.Azure.Storage;
using ChatOps.Sandbox;
using ChatOps.Sandbox.Loopback;
using ChatOps.Tests.Azure.Storage;
using ChatOps.Tests.Tools;
using Azurite = ChatOps.Tests.Tools.Azurite;
using Emulator = ChatOps.Sandbox.Azurite;

namespace ChatOps.Tests.Sandbox.Loopback;

public sealed class LocalAzureTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>
    /// All that tables are held to and what one does with queues, by a process that knows of them what a published program does. With
    /// tokens it asks its managed identity, by the SDK's own means, and trusts the servers because a variable says so.
    /// </summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Is_used_by_another_process_that_is_given_the_settings(bool tokens)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs Linux: elsewhere no variable makes .NET trust an authority");
        await Node.InstalledAsync(Cancellation);
        await using var azure = await LocalAzure.StartAsync(new SettableTime(), Repository.Root, tokens, Cancellation);
        var variables = azure.Settings().Append(new(Azurite.UseSettings, "yes")).Select(setting => $"{setting.Key}={setting.Value}");
        string[] tests = [$"{typeof(AzureTableTests).FullName}.*", $"{typeof(QueueClientTests).FullName}.Receives_what_was_sent"];

        var ended = await Tool.RunAsync(
            "env", [.. variables, "dotnet", typeof(LocalAzureTests).Assembly.Location, "-noColor", .. tests.SelectMany(test => new[] { "-method", test })],
            Cancellation);

        Assert.True(ended.ExitCode == 0, ended.Everything);
        Assert.Matches(@"Total: \d\d, Errors: 0, Failed: 0, Skipped: 0, Not Run: 0", ended.Output);
        Assert.Equal(tokens, azure.Identity.Asked.Contains("https://storage.azure.com"));
    }

    [Fact]
    public async Task Gives_each_world_an_account_of_its_own()
    {
        await Node.InstalledAsync(Cancellation);
        using var authority = LoopbackAuthority.Create();
        await using var azurite = await Emulator.StartAsync(Repository.Root, new AzuriteOptions { Accounts = 2 }, Cancellation);
        await using var one = await LocalAzure.StartAsync(new SettableTime(), null, authority, azurite, Cancellation);
        await using var other = await LocalAzure.StartAsync(new SettableTime(), null, authority, azurite, Cancellation);

        var (mine, theirs) = (Queue(one.Storage), Queue(other.Storage));
        await mine.CreateIfNotExistsAsync(Cancellation);
        await theirs.CreateIfNotExistsAsync(Cancellation);
        await mine.SendMessageAsync("mine", TimeSpan.Zero, Cancellation);

        Assert.Equal((1, 0), (await mine.CountApproximatelyAsync(Cancellation), await theirs.CountApproximatelyAsync(Cancellation)));
        Assert.Throws<InvalidOperationException>(azurite.NewAccount);
    }

    private static QueueClient Queue(AzuriteAccount account) => new QueueServiceClient(account.Queues, account.Credential).GetQueueClient("reconcile");
}
