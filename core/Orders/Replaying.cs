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
    public static void RequireMay(Person person)
    {
        if (!person.IsAdmin) throw new UserError("Only admins replay messages that were given up. `help` shows what you can say.");
    }

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
            // False: it was given up once more meanwhile, or somebody else was faster.
            if (await TryEndAsync([stored], wanted, cancellationToken)) return new EndedPoison(message, wanted, IsNew: true);
        }
    }

    /// <summary>All that waits, at most <see cref="MostAtOnce"/>.</summary>
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
        var (now, left) = (new PoisonEnd(fate, person.Email, time.GetUtcNow(), request), waiting.Count);
        foreach (var some in waiting.Take(MostAtOnce).Chunk(TableWrite.Most))
        {
            if (!await TryEndAsync(some, now, cancellationToken)) continue;
            done += some.Length;
            left -= some.Length;
        }
        return new EndedTogether(fate, done, left, nameless);
    }

    /// <summary>Nudged first, so that a crash in between has it replayed twice rather than never: a nudge may come as often as it likes.</summary>
    private async Task<bool> TryEndAsync(IReadOnlyCollection<StoredPoison> read, PoisonEnd end, CancellationToken cancellationToken)
    {
        if (end.Fate == PoisonFate.Replayed) await Task.WhenAll(read.Select(stored => NudgeAsync(stored.Message, cancellationToken)));
        return await poison.ChangeAsync(read, message => message with { End = end, IsTold = false }, cancellationToken);
    }

    private Task NudgeAsync(PoisonMessage message, CancellationToken cancellationToken) => (message.Machine, message.Kind) switch
    {
        (null, _) => Task.CompletedTask,
        ({ } machine, NudgeKind.Look) => nudges.LookAsync(machine, cancellationToken),
        ({ } machine, NudgeKind.Deliver) => nudges.DeliverAsync(machine, cancellationToken),
    };
}

/// <param name="IsNew">By this request; else it had an end already.</param>
public sealed record EndedPoison(PoisonMessage Message, PoisonEnd End, bool IsNew);

/// <param name="Done">By this request.</param>
/// <param name="Left">How many wait still, because they are too many at once or changed meanwhile.</param>
/// <param name="Nameless">How many cannot be replayed, because they name no machine.</param>
public sealed record EndedTogether(PoisonFate Fate, int Done, int Left, int Nameless);
