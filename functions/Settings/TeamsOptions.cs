using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;

namespace ChatOps.Functions.Settings;

/// <summary>The bot's registration in Microsoft Teams.</summary>
/// <param name="AppId">As a token's audience has it: in lower case.</param>
/// <param name="TenantId">Whose people are served.</param>
/// <param name="OpenIdMetadata">Where the Bot Connector says what it signs with.</param>
/// <param name="Credential">What the bot's own tokens are got by.</param>
internal sealed record TeamsOptions(string AppId, string TenantId, Uri OpenIdMetadata, TokenCredential Credential)
{
    public const string Section = "Teams";

    private const string CredentialName = "Teams__Credential";
    private const string SecretName = "Teams__AppSecret";
    private const string MetadataName = "Teams__OpenIdMetadata";

    /// <summary>Azure's own name for the identity that is used where there are several.</summary>
    private const string IdentityName = "AZURE_CLIENT_ID";

    /// <summary>What a managed identity's token is for when it vouches for an app registration.</summary>
    private const string TokenExchange = "api://AzureADTokenExchange/.default";

    private static readonly Uri Microsofts = new("https://login.botframework.com/v1/.well-known/openidconfiguration");

    /// <param name="isOptional">Whether there is another chat; else nobody could ask for anything, and it is a problem.</param>
    /// <param name="transport">Of requests for tokens; null for the usual one.</param>
    /// <returns>Null where nothing is said of Teams, and that is no problem.</returns>
    public static TeamsOptions? Read(SettingsReader settings, bool isSandbox, bool isOptional, HttpPipelineTransport? transport = null)
    {
        if (isOptional && !settings.HasAny(Section)) return null;
        var app = ReadId(settings, "Teams__AppId", "application",
            "the application (client) id of the bot: without a chat nobody can ask for a machine. docs/hosting.md says how to register one, or to use Slack");
        var tenant = ReadId(settings, "Teams__TenantId", "tenant", "the id of the Entra tenant whose people are served: `az account show --query tenantId`");
        var metadata = settings.Address(MetadataName, orHttpHere: isSandbox);
        if (metadata is { IsLoopback: true } && !isSandbox)
            settings.Problem($"{MetadataName} is on this machine. Leave it out: Microsoft's is meant.");
        var credential = ReadCredential(settings, app, tenant, transport);
        return app is null || tenant is null || credential is null ? null : new TeamsOptions(app, tenant, metadata ?? Microsofts, credential);
    }

    /// <returns>Null, with a problem noted, when it is none.</returns>
    private static string? ReadId(SettingsReader settings, string name, string whose, string what)
    {
        var value = settings.Required(name, what);
        if (Guid.TryParseExact(value, "D", out var id) && id != Guid.Empty) return $"{id}";
        if (value.Length > 0) settings.Problem($"{name} is no {whose}'s id. Set it to one: a GUID, and not all zeros.");
        return null;
    }

    private static TokenCredential? ReadCredential(SettingsReader settings, string? app, string? tenant, HttpPipelineTransport? transport)
    {
        var (kind, secret, identity) = (settings.Optional(CredentialName), settings.Optional(SecretName), settings.Optional(IdentityName));
        var problem = (kind, secret, identity) switch
        {
            (null, null, _) when settings.HasProblem(CredentialName) || settings.HasProblem(SecretName) => null,
            (null, null, _) => $"{CredentialName} is not set. Set it to managed-identity or federated, or set {SecretName} to the bot's client secret.",
            (not (null or "secret" or "managed-identity" or "federated"), _, _) =>
                $"{CredentialName} is none of managed-identity, federated and secret. Set it to one of them.",
            ("managed-identity" or "federated", not null, _) => $"{SecretName} is set, but {CredentialName} says that there is none. Remove one of them.",
            ("secret", null, _) when !settings.HasProblem(SecretName) => $"{SecretName} is not set. Set it to the bot's client secret.",
            ("federated", _, null) when !settings.HasProblem(IdentityName) => $"{IdentityName} is not set. "
                + "Set it to the client id of the user-assigned managed identity that the bot's app registration trusts.",
            _ => null,
        };
        if (problem is not null) settings.Problem(problem);
        if (problem is not null || app is null || tenant is null) return null;
        return (kind, secret, identity) switch
        {
            ("managed-identity", _, _) => ManagedIdentity(app, transport),
            ("federated", _, not null) => Federated(app, tenant, ManagedIdentity(identity, transport), transport),
            (_, not null, _) => new ClientSecretCredential(tenant, app, secret, With(new ClientSecretCredentialOptions(), transport)),
            _ => null,
        };
    }

    private static ManagedIdentityCredential ManagedIdentity(string clientId, HttpPipelineTransport? transport) =>
        new(With(new ManagedIdentityCredentialOptions(ManagedIdentityId.FromUserAssignedClientId(clientId)), transport));

    /// <summary>The identity vouches for the app registration, which needs no secret then.</summary>
    private static ClientAssertionCredential Federated(string app, string tenant, ManagedIdentityCredential identity, HttpPipelineTransport? transport) => new(
        tenant,
        app,
        async cancellationToken => (await identity.GetTokenAsync(new TokenRequestContext([TokenExchange]), cancellationToken)).Token,
        With(new ClientAssertionCredentialOptions(), transport));

    private static T With<T>(T options, HttpPipelineTransport? transport) where T : TokenCredentialOptions
    {
        if (transport is not null) options.Transport = transport;
        return options;
    }
}
