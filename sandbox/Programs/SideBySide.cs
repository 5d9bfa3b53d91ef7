namespace ChatOps.Sandbox.Programs;

/// <summary>
/// Instances of the program that do the same at the same moment. None of them writes before all have come to write something, or are done: so
/// each has read what the others have read, and none is first because it happened to be quicker.
/// </summary>
internal sealed class SideBySide
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _all = Next();
    private int _running;
    private int _waiting;

    /// <summary>Ends when all of them are done. Only one such at a time.</summary>
    public async Task RunAsync<T>(IReadOnlyCollection<T> instances, Func<T, Task> workAsync)
    {
        lock (_lock) (_running, _waiting) = (instances.Count, 0);
        await Task.WhenAll(instances.Select(instance => Task.Run(() => UntilDoneAsync(() => workAsync(instance)))));
    }

    /// <summary>Waits for the others. Outside of <see cref="RunAsync{T}"/> there are none.</summary>
    public Task ComeToWriteAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var all = _all.Task;
            _waiting++;
            GoOnTogether();
            return all.WaitAsync(cancellationToken);
        }
    }

    private async Task UntilDoneAsync(Func<Task> workAsync)
    {
        try
        {
            await workAsync();
        }
        finally
        {
            lock (_lock)
            {
                _running--;
                GoOnTogether();
            }
        }
    }

    private void GoOnTogether()
    {
        if (_waiting < _running) return;
        _waiting = 0;
        _all.SetResult();
        _all = Next();
    }

    private static TaskCompletionSource Next() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
