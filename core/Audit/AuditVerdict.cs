namespace ChatOps.Core.Audit;

/// <summary>What came of computing the chain again.</summary>
public abstract record AuditVerdict
{
    /// <param name="From">When the first entry was made; null where there is none.</param>
    /// <param name="Hash">Of the last entry. Noted elsewhere, it shows later that nothing before it was rewritten.</param>
    public sealed record Unbroken(long Entries, DateTimeOffset? From, DateTimeOffset? To, string Hash) : AuditVerdict;

    /// <param name="Where">The first row that is not as it was written: a sentence.</param>
    public sealed record Broken(string Where) : AuditVerdict;

    private AuditVerdict() { }
}
