using Microsoft.Extensions.Logging;

namespace ChatOps.Sandbox.Hosting;

/// <summary>Runs a function by its schedule, on one instance at a time and never twice at once.</summary>
internal sealed class TimerListener(TimerFunction function, SharedTimer shared, Envelope envelope, Invoker invoker, TimeProvider time, ILogger log)
{
    /// <summary>A timer of .NET does not take much longer waits.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    public string Function => function.Name;

    /// <summary>Until it is cancelled. What was missed while nobody listened is made up for at once.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await shared.Lease.WaitAsync(cancellationToken);
        try
        {
            var isPastDue = IsPastDue(status => status.Next < time.GetUtcNow());
            if (isPastDue || function.RunOnStartup) await OccurAsync(isPastDue);
            while (true)
            {
                await WaitUntilAsync(function.Schedule.Next(time.GetUtcNow()), cancellationToken);
                await OccurAsync(isPastDue: false);
            }
        }
        finally
        {
            shared.Lease.Release();
        }
    }

    /// <summary>One occurrence, now. It is past due when the one after the next that was promised has come, too.</summary>
    public Task RunOnceAsync(CancellationToken cancellationToken) =>
        InvokeAsync(IsPastDue(status => function.Schedule.Next(status.Next) <= time.GetUtcNow()), cancellationToken);

    private bool IsPastDue(Func<ScheduleStatus, bool> missed)
    {
        if (!function.Monitored) return false;
        var now = time.GetUtcNow();
        shared.Status ??= new ScheduleStatus(default, function.Schedule.Next(now), now);
        return missed(shared.Status);
    }

    private async Task WaitUntilAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        while (at - time.GetUtcNow() is var left && left > TimeSpan.Zero)
            await Task.Delay(left < LongestWait ? left : LongestWait, time, cancellationToken);
    }

    /// <summary>A failure is only told; the next occurrence comes all the same. What was begun is not broken off with the listening.</summary>
    private async Task OccurAsync(bool isPastDue)
    {
        try
        {
            await InvokeAsync(isPastDue, CancellationToken.None);
        }
        catch (InvocationFailedException e)
        {
            Log.TimerFailed(log, function.Name, e);
        }
    }

    private async Task InvokeAsync(bool isPastDue, CancellationToken cancellationToken)
    {
        await shared.Running.WaitAsync(cancellationToken);
        try
        {
            var began = time.GetUtcNow();
            try
            {
                await invoker.InvokeAsync(function, envelope.Of(function, shared.Status, isPastDue), dequeueCount: 0, cancellationToken);
            }
            finally
            {
                var ended = time.GetUtcNow();
                if (function.Monitored) shared.Status = new ScheduleStatus(began, function.Schedule.Next(began), ended);
            }
        }
        finally
        {
            shared.Running.Release();
        }
    }
}
