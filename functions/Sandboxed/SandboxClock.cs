using System.Globalization;

namespace ChatOps.Functions.Sandboxed;

/// <summary>The sandbox's time: it stands in a file and passes when the sandbox moves it.</summary>
internal sealed class SandboxClock(string folder) : TimeProvider
{
    public const string FileName = "clock";

    /// <summary>Nobody waits for the time that does not pass by itself.</summary>
    private const int Haste = 100;

    public override DateTimeOffset GetUtcNow() =>
        DateTimeOffset.Parse(File.ReadAllText(Path.Combine(folder, FileName)), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, Shorter(dueTime), Shorter(period));

    /// <summary>Whoever reads it while it is written reads the old time or the new one.</summary>
    public static void Set(string folder, DateTimeOffset now)
    {
        var (file, draft) = (Path.Combine(folder, FileName), Path.Combine(folder, $"{FileName}.new"));
        File.WriteAllText(draft, now.ToString("O", CultureInfo.InvariantCulture));
        File.Move(draft, file, overwrite: true);
    }

    private static TimeSpan Shorter(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? time : time / Haste;
}
