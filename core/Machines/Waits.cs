namespace ChatOps.Core.Machines;

/// <summary>How long until the next look, and how long until something is given up.</summary>
public static class Waits
{
    /// <summary>While Azure works on something a person waits for.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);
    /// <summary>Likewise, where Azure tells by itself when it is done (docs/adr/0004), so that this is for what it forgot to tell.</summary>
    public static readonly TimeSpan Told = TimeSpan.FromMinutes(5);
    /// <summary>While somebody has something to mend first.</summary>
    public static readonly TimeSpan Mending = TimeSpan.FromMinutes(5);
    /// <summary>While nothing is expected to change: what changes by itself, the rounds notice (<see cref="Inventory.Rounds"/>).</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromHours(12);
    /// <summary>A card in motion is redrawn at least this often.</summary>
    public static readonly TimeSpan Redraw = TimeSpan.FromMinutes(1);

    /// <summary>How long Azure may refuse something before its owner hears of it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    public static readonly TimeSpan CreateLimit = TimeSpan.FromMinutes(30);
    public static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(20);
    public static readonly TimeSpan SoftwareLimit = TimeSpan.FromMinutes(60);
    public static readonly TimeSpan ExtensionsLimit = TimeSpan.FromMinutes(45);
    public static readonly TimeSpan ChecksLimit = TimeSpan.FromMinutes(30);

    /// <summary>When to ask again after a fault: as Azure says, else soon; but what somebody has to mend first, seldom.</summary>
    public static TimeSpan After(CloudFault fault) => fault switch
    {
        { RetryAfter: { } wait } when wait > Soon => wait,
        { Kind: FaultKind.Denied or FaultKind.Invalid } => Mending,
        _ => Soon,
    };
}
