using ChatOps.Sandbox.Loopback;

namespace ChatOps.Sandbox;

/// <summary>How <see cref="Azurite"/> is started.</summary>
public sealed record AzuriteOptions
{
    /// <summary>It knows these and never others; at most 1,000, as they are told to it in one environment variable.</summary>
    public int Accounts { get; init; } = 1;

    /// <summary>Who vouches for it: then it is spoken to over TLS, and takes Entra's tokens as well as keys. Null for plain HTTP.</summary>
    public LoopbackAuthority? Authority { get; init; }
}
