using ChatOps.Core.Words;
using ChatOps.Sandbox.Play;

namespace ChatOps.Tests.Sandbox.Play;

public sealed class PlayCommandTests
{
    [Theory]
    [InlineData(PlayCommand.Sqlite)]
    [InlineData(PlayCommand.Tables)]
    public async Task A_store_is_refused_where_the_host_has_its_own(string store)
    {
        var refused = await Assert.ThrowsAsync<UserError>(
            () => PlayCommand.RunAsync([], new PlayOptions(store, PlayCommand.Functions), TestContext.Current.CancellationToken));

        Assert.Equal($"--store {store} does not go with --host functions: that keeps its state in Azurite. Leave --store out.", refused.Message);
    }
}
