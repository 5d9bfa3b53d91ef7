namespace ChatOps.Functions.Sandboxed;

/// <summary>What a chat of the sandbox waits by for an answer: much longer than a real one, so that a slow machine changes no scenario.</summary>
internal sealed class PatientTime : TimeProvider
{
    private const int Patience = 100;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime * Patience : dueTime, period);
}
