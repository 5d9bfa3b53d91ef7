using ChatOps.Sandbox.Cloud;
using ChatOps.Sandbox.Loopback;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Sandbox.Loopback;

public sealed class LoopbackAuthorityTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task Vouches_for_a_server_to_who_trusts_it(string host)
    {
        using var authority = LoopbackAuthority.Create();
        await using var standIn = await ArmStandIn.StartAsync(new SettableTime(), null, authority.Server, Cancellation);
        using var http = new HttpClient(authority.Handler());

        using var answer = await http.GetAsync(new UriBuilder(standIn.SecureAddress ?? standIn.Address) { Host = host }.Uri, Cancellation);

        Assert.Equal(404, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Means_nothing_to_anybody_else()
    {
        using var authority = LoopbackAuthority.Create();
        using var other = LoopbackAuthority.Create();
        await using var standIn = await ArmStandIn.StartAsync(new SettableTime(), null, authority.Server, Cancellation);
        using var strict = new HttpClient();
        using var elsewhere = new HttpClient(other.Handler());

        await Assert.ThrowsAsync<HttpRequestException>(() => strict.GetAsync(standIn.SecureAddress, Cancellation));
        await Assert.ThrowsAsync<HttpRequestException>(() => elsewhere.GetAsync(standIn.SecureAddress, Cancellation));
    }

    [Fact]
    public void Leaves_no_key_lying_about()
    {
        string[] files;
        using (var authority = LoopbackAuthority.Create())
        {
            files = [authority.RootFile, authority.ServerFile, authority.KeyFile];
            Assert.All(files, file => Assert.True(File.Exists(file)));
            Assert.False(authority.Root.HasPrivateKey);
            if (!OperatingSystem.IsWindows())
            {
                var mode = File.GetUnixFileMode(Path.GetDirectoryName(authority.KeyFile) ?? "");
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, mode);
            }
        }
        Assert.All(files, file => Assert.False(File.Exists(file)));
    }
}
