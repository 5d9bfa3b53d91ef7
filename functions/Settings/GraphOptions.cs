using ChatOps.Azure.Graph;

namespace ChatOps.Functions.Settings;

/// <summary>Where Entra is asked who is in the groups that <c>policy.yaml</c> names.</summary>
/// <param name="Endpoint">Of the public cloud, or of another one.</param>
internal sealed record GraphOptions(Uri Endpoint)
{
    public const string Section = "Graph";

    private const string EndpointName = "Graph__Endpoint";

    public static GraphOptions Read(SettingsReader settings, bool isSandbox)
    {
        var endpoint = settings.Address(EndpointName);
        if (endpoint is { IsLoopback: true } && !isSandbox)
            settings.Problem($"{EndpointName} is on this machine. Leave it out: Microsoft's is meant.");
        if (endpoint is { AbsolutePath: not "/" })
            settings.Problem($"{EndpointName} has a path. Set it to the address alone, like https://graph.microsoft.com.");
        return new GraphOptions(endpoint ?? GraphServiceClient.Global);
    }
}
