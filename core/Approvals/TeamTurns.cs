using System.Runtime.CompilerServices;

namespace ChatOps.Core.Approvals;

/// <summary>
/// One at a time for each team, in the order of asking. Who is next goes on at once, on the thread of who leaves, so that what happens in a
/// simulation depends on nothing but its seed.
/// </summary>
internal sealed class TeamTurns
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Queue<TaskCompletionSource>> _lines = [];

    /// <summary>Whoever enters must leave.</summary>
    public Task EnterAsync(string team)
    {
        lock (_lock)
        {
            if (!_lines.TryGetValue(team, out var line))
            {
                _lines[team] = new Queue<TaskCompletionSource>();
                return Task.CompletedTask;
            }
            var turn = new TaskCompletionSource();
            line.Enqueue(turn);
            return turn.Task;
        }
    }

    public void Leave(string team)
    {
        TaskCompletionSource? next;
        lock (_lock)
            if (!_lines[team].TryDequeue(out next)) _lines.Remove(team);
        if (next is null) return;
        // Each that is next may have one that is next.
        if (RuntimeHelpers.TryEnsureSufficientExecutionStack()) next.SetResult();
        else ThreadPool.UnsafeQueueUserWorkItem(turn => turn.SetResult(), next, preferLocal: false);
    }
}
