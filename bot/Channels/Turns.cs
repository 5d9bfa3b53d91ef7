namespace ChatOps.Bot.Channels;

/// <summary>One at a time for each key, in the order of asking. Only keys that somebody holds or waits for are remembered.</summary>
internal sealed class Turns
{
    private readonly Dictionary<string, Line> _lines = [];

    /// <returns>To be disposed of when the next one may begin.</returns>
    public async Task<IDisposable> TakeAsync(string key, CancellationToken cancellationToken)
    {
        Line line;
        lock (_lines)
        {
            if (!_lines.TryGetValue(key, out var known)) _lines[key] = known = new Line();
            line = known;
            line.Length++;
        }
        try
        {
            await line.Gate.WaitAsync(cancellationToken);
            return new Turn(() =>
            {
                line.Gate.Release();
                Leave(key, line);
            });
        }
        catch (OperationCanceledException)
        {
            Leave(key, line);
            throw;
        }
    }

    private void Leave(string key, Line line)
    {
        lock (_lines)
        {
            if (--line.Length > 0) return;
            _lines.Remove(key);
            line.Gate.Dispose();
        }
    }

    private sealed class Line
    {
        public SemaphoreSlim Gate { get; } = new(1);
        public int Length { get; set; }
    }

    private sealed class Turn(Action end) : IDisposable
    {
        private Action? _end = end;

        public void Dispose() => Interlocked.Exchange(ref _end, null)?.Invoke();
    }
}
