using ChatOps.Core.Machines;
using Microsoft.Extensions.Logging;

namespace ChatOps.Functions;

/// <summary>Whether the state can be read. Anybody may ask, as often as they like, so it is looked at once for all who ask at about the same time.</summary>
internal sealed class Health(Product product, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(2);

    /// <summary>Who asks this asks again soon.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>No machine has it; finding that out reads the state.</summary>
    private static readonly MachineId Nobody = new("0000000000000000");

    private readonly Lock _lock = new();
    private Task<bool>? _verdict;
    private long _readAt;
    private bool _wasGood = true;

    /// <param name="cancellationToken">Of who asks; the look itself is not only for them.</param>
    public Task<bool> IsGoodAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_verdict is null || (_verdict.IsCompleted && time.GetElapsedTime(_readAt) >= Kept))
                _verdict = Task.Run(LookAsync, CancellationToken.None);
            return _verdict.WaitAsync(cancellationToken);
        }
    }

    private async Task<bool> LookAsync()
    {
        var failure = await ReadAsync();
        var isGood = failure is null;
        if (failure is not null && _wasGood) Log.Unhealthy(log, failure);
        if (isGood && !_wasGood) Log.HealthyAgain(log);
        _wasGood = isGood;
        _readAt = time.GetTimestamp();
        return isGood;
    }

    /// <returns>Why it cannot be read; null when it can.</returns>
    private async Task<Exception?> ReadAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            await product.Machines.GetAsync(Nobody, limit.Token);
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }
}
