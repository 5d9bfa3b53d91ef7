using ChatOps.Sandbox.Programs;
using ChatOps.Tests.Functions.Published;
using ChatOps.Tests.Tools;

[assembly: AssemblyFixture(typeof(PublishedProgram))]

namespace ChatOps.Tests.Functions.Published;

/// <summary>The program as <c>dotnet publish</c> leaves it, published once by the first test that asks.</summary>
public sealed class PublishedProgram : IAsyncDisposable
{
    private readonly Lazy<Task<string>> _folder = new(() => Publishing.RunAsync(Repository.Root, CancellationToken.None));
    private readonly Lazy<Task<Deployment>> _deployment;

    public PublishedProgram() => _deployment = new Lazy<Task<Deployment>>(OpenAsync);

    public Task<string> FolderAsync() => _folder.Value;

    internal Task<Deployment> DeploymentAsync() => _deployment.Value;

    public async ValueTask DisposeAsync()
    {
        if (_deployment.IsValueCreated) await (await _deployment.Value).DisposeAsync();
    }

    private async Task<Deployment> OpenAsync()
    {
        await Node.InstalledAsync(CancellationToken.None);
        return await Deployment.OpenAsync(Repository.Root, await _folder.Value, CancellationToken.None);
    }
}
