using ChatOps.Core.Words;
using ChatOps.Tests.Tools;
using Emulator = ChatOps.Sandbox.Azurite;

namespace ChatOps.Tests.Sandbox;

public sealed class AzuriteTests
{
    [Fact]
    public async Task Says_how_it_is_installed_where_it_is_not()
    {
        using var folder = new TempFolder();

        var e = await Assert.ThrowsAsync<UserError>(() => Emulator.StartAsync(folder.Root, TestContext.Current.CancellationToken));

        Assert.Contains("Run `npm ci`", e.Message, StringComparison.Ordinal);
    }
}
