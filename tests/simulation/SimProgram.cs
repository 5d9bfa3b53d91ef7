using ChatOps.Functions;
using Microsoft.Extensions.Logging;

namespace ChatOps.Simulation;

/// <summary>What all programs share.</summary>
internal sealed record Shared(
    Ground Ground, IReadOnlyDictionary<string, MemoryTable> Tables,
    SimCloud Cloud, Mail Mail, NudgeBox Nudges, Stage Stage, Weather Weather, Verdict Verdict);

/// <summary>One life of a program, from its start to its end.</summary>
internal sealed class SimProgram : IDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly Shared _world;
    private readonly List<(string What, Task Task)> _work = [];

    public SimProgram(string name, Shared world, TimeProvider clock)
    {
        (Name, _world, Clock) = (name, world, clock);
        var cloud = new CloudPort(world.Cloud, world.Stage, this);
        Product = new Product(
            world.Ground.Flaw(new Surroundings
            {
                BlueprintsFolder = world.Ground.Folder,
                Drafts = true,
                Table = table => new SimTable(table, world.Tables[table], world.Stage, this),
                Cloud = cloud,
                Inventory = cloud,
                Nudges = new NudgePort(world.Nudges, world.Stage, this),
                AzureTells = world.Weather.AzureTells,
                AtOnce = 1,
                Channel = new ChannelPort(world.Mail, world.Stage, this),
                Time = clock,
                Logs = new BugLogs(world.Verdict),
            }),
            world.Ground.Policy,
            world.Ground.Blueprints);
    }

    public string Name { get; }

    public TimeProvider Clock { get; }

    public Product Product { get; }

    public bool IsAlive { get; private set; } = true;

    public CancellationToken Cancellation => _end.Token;

    public bool IsIdle => _work.Count == 0;

    public bool IsAt(string what) => _work.Any(work => work.What == what);

    public void Begin(string what, Func<CancellationToken, Task> work)
    {
        if (IsAlive) _work.Add((what, work(Cancellation)));
    }

    /// <summary>Looks what has ended, and whether well.</summary>
    public void Settle()
    {
        for (var i = _work.Count - 1; i >= 0; i--)
        {
            var (what, task) = _work[i];
            if (!task.IsCompleted) continue;
            _work.RemoveAt(i);
            if (task.Exception?.InnerException is { } e and not OperationCanceledException && !InjectedException.IsIn(e))
                _world.Verdict.Break("Nothing breaks", $"{what}: {e}");
        }
    }

    /// <summary>In the middle of whatever it does.</summary>
    public void Die()
    {
        IsAlive = false;
        _world.Stage.Forget(this);
    }

    /// <summary>It is told to end, and what it does is called off.</summary>
    public void End()
    {
        IsAlive = false;
        _end.Cancel();
        // What is called off may call once more before it notices.
        for (var i = 0; i < 3; i++) _world.Stage.CallOff(this);
        _world.Stage.Forget(this);
    }

    public void Dispose() => _end.Dispose();
}

/// <summary>A log in which an error that the simulation did not make is a finding.</summary>
internal sealed class BugLogs(Verdict verdict) : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) { }

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logLevel >= LogLevel.Error && exception is not OperationCanceledException && !InjectedException.IsIn(exception))
            verdict.Break("Nothing breaks", $"{formatter(state, exception)} {exception}");
    }

    public void Dispose() { }
}
