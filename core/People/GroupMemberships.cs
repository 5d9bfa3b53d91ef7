using System.Collections.Immutable;
using ChatOps.Core.Machines;
using ChatOps.Core.State;
using Microsoft.Extensions.Logging;

namespace ChatOps.Core.People;

/// <summary>
/// Who is a member of a team by an Entra group. What Entra has said is kept, so that it is known at once after a start and while Entra cannot be
/// asked. Of a group that was never asked nobody is known.
/// </summary>
public sealed class GroupMemberships(IGroupDirectory directory, GroupStore store, TimeProvider time, ILogger<GroupMemberships> log)
{
    /// <summary>How old an answer is when it is asked for again.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(15);

    /// <summary>How old an answer still counts where no newer one can be had. Who has left is out by then, whatever happens.</summary>
    public static readonly TimeSpan Stale = TimeSpan.FromHours(24);

    /// <summary>Asks Entra of each group that the policy names, if that is due, and forgets the others. It may be called as often as one likes.</summary>
    public async Task RefreshAsync(Policy file, CancellationToken cancellationToken)
    {
        var (now, named) = (time.GetUtcNow(), file.Groups());
        var known = (await store.AllAsync(cancellationToken)).ToDictionary(stored => stored.Group.Id);
        foreach (var group in named)
            if (!known.TryGetValue(group, out var stored) || now - stored.Group.ReadAt >= Fresh)
                await AskAsync(group, stored, now, cancellationToken);
        foreach (var stored in known.Values.Where(stored => !named.Contains(stored.Group.Id))) await store.RemoveAsync(stored, cancellationToken);
    }

    /// <summary>Who is in each group, as far as is known; Entra is not asked. E-mails by the group's id, both in lower case.</summary>
    public async Task<IReadOnlyDictionary<string, ImmutableArray<string>>> KnownAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var known = await store.AllAsync(cancellationToken);
        return known.Where(stored => Counts(stored, now)).ToImmutableDictionary(stored => stored.Group.Id, stored => stored.Group.Emails);
    }

    private static bool Counts(StoredGroup stored, DateTimeOffset now) => now - stored.Group.ReadAt <= Stale;

    private async Task AskAsync(string group, StoredGroup? before, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            var members = await directory.MembersAsync(group, cancellationToken);
            // It was deleted, or its id is mistyped. Nobody is left in by the answer from before.
            if (members is GroupMembers.Missing) Log.NoSuchGroup(log, group);
            var emails = members is GroupMembers.Found found ? found.Emails : ImmutableArray<string>.Empty;
            await store.KeepAsync(before, new KnownGroup(group, emails, now), cancellationToken);
        }
        catch (CloudFaultException e) when (before is not null && Counts(before, now))
        {
            Log.GroupIsOld(log, group, e.Fault.Code, e.Fault.Message, before.Group.ReadAt, before.Group.ReadAt + Stale);
        }
        catch (CloudFaultException e)
        {
            Log.GroupIsUnknown(log, group, e.Fault.Code, e.Fault.Message);
        }
    }
}
