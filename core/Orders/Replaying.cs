using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.State;
using ChatOps.Core.Words;

namespace ChatOps.Core.Orders;

/// <summary>
/// What admins do about messages that were given up: replay them, or drop them. Who may is decided here. A request that a chat
/// delivers again is answered like the first time.
/// </summary>
public sealed class Replaying(PoisonStore poison, INudges nudges, TimeProvider time)
{
    /// <summary>As many as are done well before a chat loses patience.</summary>
    public const int MostAtOnce = 5 * TableWrite.Most;

    /// <exception cref="UserError">Not an admin.</exception>
    public static void RequireMay(Person person) => person.Require(Need.Admin);

    /// <param name="id">As typed.</param>
    /// <param name="request">The channel's identity of the message that orders it.</param>
    /// <exception cref="UserError">It cannot be done, or this person may not.</exception>
    public async Task<EndedPoison> EndAsync(Person person, string id, PoisonFate fate, string request, CancellationToken cancellationToken)
    {
        RequireMay(person);
        while (true)
        {
            var stored = PoisonMessage.IsId(id) ? await poison.FindAsync(id, cancellationToken) : null;
            if (stored is not { Message: var message })
                throw new UserError($"No message {Echo.Name(id)} was given up in the last days. `replay` lists those that were.");
            if (message.End is { } end) return new EndedPoison(message, end, IsNew: end.Request == request);
            if (fate == PoisonFate.Replayed && message.Machine is null)
                throw new UserError($"Message {id} names no machine, so there is nothing to replay. `replay {id} --drop` takes it off the list.");
            var wanted = new PoisonEnd(fate, person.Email, time.GetUtcNow(), request);
            if (await UnableAsync([stored], fate, cancellationToken) is not [])
                throw new UserError($"Message {id} could not be queued just now, so it stays on the list. Say `replay {id}` again in a minute.");
            // False: it was given up once more meanwhile, or somebody else was faster.
            if (await TryEndAsync([stored], wanted, cancellationToken)) return new EndedPoison(message, wanted, IsNew: true);
        }
    }

    /// <summary>All that waits, at most <see cref="MostAtOnce"/>. Where a queue does not take one it ends: the others would only wait in vain.</summary>
    /// <exception cref="UserError">This person may not.</exception>
    public async Task<EndedTogether> EndAllAsync(Person person, PoisonFate fate, string request, CancellationToken cancellationToken)
    {
        RequireMay(person);
        var (done, waiting, nameless) = (0, new List<StoredPoison>(), 0);
        await foreach (var stored in poison.AllAsync(cancellationToken))
        {
            if (stored.Message.End is { } end) done += end.Request == request ? 1 : 0;
            else if (fate == PoisonFate.Replayed && stored.Message.Machine is null) nameless++;
            else waiting.Add(stored);
        }
        var (now, left, isCutShort) = (new PoisonEnd(fate, person.Email, time.GetUtcNow(), request), waiting.Count, false);
        foreach (var some in waiting.Take(MostAtOnce).Chunk(TableWrite.Most))
        {
            var unable = await UnableAsync(some, fate, cancellationToken);
            List<StoredPoison> able = [.. some.Except(unable)];
            if (able.Count > 0 && await TryEndAsync(able, now, cancellationToken))
            {
                done += able.Count;
                left -= able.Count;
            }
            isCutShort = unable.Count > 0;
            if (isCutShort) break;
        }
        return new EndedTogether(fate, done, left, nameless) { IsCutShort = isCutShort };
    }

    /// <summary>
    /// Nudges first whatever is to be replayed, so that a crash before its end is written has it replayed twice rather than never: a
    /// nudge may come as often as it likes.
    /// </summary>
    /// <returns>Those whose nudge no queue took. They are not replayed.</returns>
    private async Task<IReadOnlyList<StoredPoison>> UnableAsync(IReadOnlyList<StoredPoison> read, PoisonFate fate, CancellationToken cancellationToken)
    {
        if (fate != PoisonFate.Replayed) return [];
        var areTaken = await Task.WhenAll(read.Select(stored => NudgeAsync(stored.Message, cancellationToken)));
        return [.. read.Where((_, i) => !areTaken[i])];
    }

    private Task<bool> TryEndAsync(IReadOnlyCollection<StoredPoison> read, PoisonEnd end, CancellationToken cancellationToken) =>
        poison.ChangeAsync(read, message => message with { End = end, IsTold = false }, cancellationToken);

    private Task<bool> NudgeAsync(PoisonMessage message, CancellationToken cancellationToken) => (message.Machine, message.Kind) switch
    {
        (null, _) => Task.FromResult(true),
        ({ } machine, NudgeKind.Look) => nudges.LookAsync(machine, cancellationToken),
        ({ } machine, NudgeKind.Deliver) => nudges.DeliverAsync(machine, cancellationToken),
    };
}

/// <param name="IsNew">By this request; else it had an end already.</param>
public sealed record EndedPoison(PoisonMessage Message, PoisonEnd End, bool IsNew);

/// <param name="Done">By this request.</param>
/// <param name="Left">How many wait still, because they are too many at once, changed meanwhile or could not be queued.</param>
/// <param name="Nameless">How many cannot be replayed, because they name no machine.</param>
public sealed record EndedTogether(PoisonFate Fate, int Done, int Left, int Nameless)
{
    /// <summary>It ended before its time, because a queue did not take what was to be replayed.</summary>
    public bool IsCutShort { get; init; }
}
