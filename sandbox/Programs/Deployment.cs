using ChatOps.Core.Words;
using ChatOps.Sandbox.Loopback;

namespace ChatOps.Sandbox.Programs;

/// <summary>
/// The published program with what the worlds that play it share: Microsoft's emulator of storage, which is spoken to as in Azure, over
/// TLS and with Entra's tokens. Each world has a storage account of its own there.
/// </summary>
internal sealed class Deployment : IAsyncDisposable
{
    /// <summary>More worlds than anybody plays.</summary>
    private const int MostWorlds = 250;

    private readonly DirectoryInfo _app = Directory.CreateTempSubdirectory("chatops-app-");
    private readonly LoopbackAuthority _authority;
    private readonly Azurite _azurite;

    private Deployment(string published, LoopbackAuthority authority, Azurite azurite)
    {
        (_authority, _azurite) = (authority, azurite);
        foreach (var file in Directory.GetFiles(published)) File.CreateSymbolicLink(Path.Combine(AppRoot, Path.GetFileName(file)), file);
        foreach (var folder in Directory.GetDirectories(published)) Directory.CreateSymbolicLink(Path.Combine(AppRoot, Path.GetFileName(folder)), folder);
        AddChat();
    }

    /// <summary>What was published, and beside it the function by which the sandbox's people speak; in Azure there is none such.</summary>
    public string AppRoot => _app.FullName;

    /// <param name="root">The checkout.</param>
    /// <param name="published">The folder that <c>dotnet publish functions -c Release</c> has filled.</param>
    /// <exception cref="UserError">The emulator of Azure Storage is not installed.</exception>
    public static async Task<Deployment> OpenAsync(string root, string published, CancellationToken cancellationToken)
    {
        var authority = LoopbackAuthority.Create();
        try
        {
            var options = new AzuriteOptions { Accounts = MostWorlds, Authority = authority };
            return new Deployment(published, authority, await Azurite.StartAsync(root, options, cancellationToken));
        }
        catch
        {
            authority.Dispose();
            throw;
        }
    }

    /// <inheritdoc cref="LocalAzure.StartAsync(TimeProvider, string?, LoopbackAuthority, Azurite, CancellationToken)"/>
    public Task<LocalAzure> NewAzureAsync(TimeProvider time, string? file, CancellationToken cancellationToken) =>
        LocalAzure.StartAsync(time, file, _authority, _azurite, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _azurite.DisposeAsync();
        _authority.Dispose();
        _app.Delete(recursive: true);
    }

    private void AddChat()
    {
        Directory.CreateDirectory(Path.Combine(AppRoot, "chat"));
        File.WriteAllText(
            Path.Combine(AppRoot, "chat", "function.json"),
            """
            {
              "bindings": [
                { "type": "httpTrigger", "direction": "in", "name": "request", "authLevel": "anonymous", "methods": ["post"], "route": "chat" },
                { "type": "http", "direction": "out", "name": "response" }
              ]
            }
            """);
    }
}
