namespace ChatOps.Core.Machines;

/// <summary>That the disks of a machine are snapshotted before it is deleted, and how far that is; part of its row, so written before Azure is asked.</summary>
/// <param name="Keep">For how long.</param>
/// <param name="Until">The last day, in UTC, on which they are kept: what their tag says.</param>
public sealed record DiskSnapshots(TimeSpan Keep, DateOnly Until)
{
    /// <summary>Azure has said that all of them are there: the machine may go.</summary>
    public bool AreMade { get; init; }
    /// <summary>How often one of them failed.</summary>
    public int Failures { get; init; }
    /// <summary>One has failed. What there is of it has to go, and until then they are not tried again; null while they are made.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    public static DiskSnapshots From(DateTimeOffset now, TimeSpan keep) => new(keep, DateOnly.FromDateTime((now + keep).UtcDateTime));

    /// <summary>The name of a disk's snapshot in Azure.</summary>
    public static string NameOf(string disk) => $"{disk}-snapshot";
}
