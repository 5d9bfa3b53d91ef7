using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChatOps.Core.Machines;
using ChatOps.Core.Metrics;
using ChatOps.Core.Reaping.Risk;
using ChatOps.Core.State;

namespace ChatOps.Core.Reaping;

/// <summary>
/// What is known of how machines, their owners' and their blueprints', are used. It is in memory, and written down a little at each pass:
/// a program that dies forgets an hour or so, which changes nothing but how well is guessed.
/// </summary>
/// <param name="table">The one called "habits".</param>
public sealed class HabitBook(ITable table)
{
    private const string Partition = "habits";

    /// <summary>Rows, each with a part of all that is known: few enough to be read at once, and many enough for each to fit.</summary>
    private const int Shards = 64;

    /// <summary>How many of them are written in one pass.</summary>
    private const int ShardsPerPass = 6;

    /// <summary>Less than <see cref="UseTrack"/> takes for lost.</summary>
    private static readonly TimeSpan Refresh = TimeSpan.FromMinutes(90);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Habit>[] _shards = [.. Enumerable.Range(0, Shards).Select(_ => new Dictionary<string, Habit>())];
    private readonly DateTimeOffset[] _savedAt = new DateTimeOffset[Shards];
    private readonly bool[] _dirty = new bool[Shards];
    private int _next;
    private volatile bool _isLoaded;

    /// <summary>Reads what was written, the first time it is needed. Two that do so at once read the same.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (_isLoaded) return;
        var rows = await table.QueryAsync(new TableRange(Partition, "h~"), cancellationToken).ToListAsync(cancellationToken);
        lock (_lock)
        {
            if (_isLoaded) return;
            foreach (var row in rows) Adopt(int.Parse(row.Row[2..], CultureInfo.InvariantCulture), row);
            _isLoaded = true;
        }
    }

    /// <summary>Goes on with what was measured of it since.</summary>
    public void See(Machine machine, MachineUse use, IdleSettings settings)
    {
        if (machine.RunningSince is not { } since) return;
        lock (_lock)
        {
            var own = Find(Own(machine));
            if (UseTrack.See(own.Track, use, settings, since, out var lessons) is not { } track || track == own.Track) return;
            Put(Own(machine), own with { Track = track }, isNews: track.IsUsed != own.Track?.IsUsed, track.At);
            foreach (var lesson in lessons) Learn(machine, lesson, settings.Risk, track.At);
        }
    }

    /// <summary>Null while it is in use, or nothing is known of it.</summary>
    public Risk.Risk? RiskOf(Machine machine, IdleSettings settings, DateTimeOffset now)
    {
        if (!settings.Risk.Enabled || machine.RunningSince is not { } since) return null;
        lock (_lock)
        {
            var (own, owner) = (Find(Own(machine)), Find(Owner(machine)));
            // What it did itself would count twice.
            var others = owner.OnlyFrom == machine.Id.Value ? IdleHabits.None : owner.Known;
            return own.Track?.Run(since, now) is { } run
                ? ResumeRisk.Of(run, own.Known, others, Find(Blueprint(machine)).Known, settings.Risk)
                : null;
        }
    }

    /// <summary>Since when it has been idle; null while it is in use, or nothing is known of it.</summary>
    public DateTimeOffset? IdleSince(Machine machine)
    {
        lock (_lock) return Find(Own(machine)).Track is { IsUsed: false } track ? track.Since : null;
    }

    /// <summary>Writes some of what is new. What another program has written meanwhile is taken over instead.</summary>
    /// <param name="live">What is not among these is forgotten.</param>
    public async Task SaveAsync(IReadOnlySet<MachineId> live, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Forget(live);
        for (var (i, written) = (0, 0); i < Shards && written < ShardsPerPass; i++)
        {
            var shard = _next++ % Shards;
            if (!_dirty[shard]) continue;
            written++;
            await SaveAsync(shard, now, cancellationToken);
        }
    }

    private async Task SaveAsync(int shard, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var row = await table.GetAsync(Partition, Key(shard), cancellationToken);
        if (row is not null && Read(row).At > _savedAt[shard])
        {
            Adopt(shard, row);
            return;
        }
        string body;
        lock (_lock)
        {
            body = JsonSerializer.Serialize(new HabitRow(now, _shards[shard].ToImmutableDictionary()), HabitJson.Default.HabitRow);
            _dirty[shard] = false;
        }
        TableWrite write = row is null ? new TableWrite.Insert(Key(shard), body) : new TableWrite.Replace(Key(shard), row.ETag, body);
        if (await table.TransactAsync(Partition, [write], cancellationToken)) _savedAt[shard] = now;
    }

    private void Adopt(int shard, TableRow row)
    {
        var read = Read(row);
        lock (_lock)
        {
            _shards[shard].Clear();
            foreach (var (key, habit) in read.Habits) _shards[shard][key] = habit;
            (_savedAt[shard], _dirty[shard]) = (read.At, false);
        }
    }

    private void Learn(Machine machine, UseLesson lesson, ResumeRiskPolicy policy, DateTimeOffset at)
    {
        Learn(Own(machine), policy.SessionHalfLife);
        Learn(Owner(machine), policy.HalfLife);
        Learn(Blueprint(machine), policy.HalfLife);

        void Learn(string key, TimeSpan runHalfLife)
        {
            var habit = Find(key);
            var learned = habit with
            {
                Habits = lesson.LearnedBy(habit.Known, runHalfLife, policy.HalfLife),
                OnlyFrom = habit.Habits is null || habit.OnlyFrom == machine.Id.Value ? machine.Id.Value : null,
            };
            Put(key, learned, isNews: lesson is UseLesson.RunEnded, at);
        }
    }

    private void Forget(IReadOnlySet<MachineId> live)
    {
        lock (_lock)
        {
            for (var shard = 0; shard < Shards; shard++)
                foreach (var key in _shards[shard].Keys.Where(key => IsGone(key, live)).ToList()) _dirty[shard] |= _shards[shard].Remove(key);
        }
    }

    private static bool IsGone(string key, IReadOnlySet<MachineId> live) =>
        key.StartsWith("m~", StringComparison.Ordinal) && !live.Contains(new MachineId(key[2..]));

    private Habit Find(string key) => _shards[ShardOf(key)].GetValueOrDefault(key) ?? Habit.None;

    /// <summary>What goes on as it did is written seldom: so much is made up for by who goes on with it.</summary>
    private void Put(string key, Habit habit, bool isNews, DateTimeOffset at)
    {
        var shard = ShardOf(key);
        _shards[shard][key] = habit;
        _dirty[shard] |= isNews || at - _savedAt[shard] >= Refresh;
    }

    private static string Own(Machine machine) => $"m~{machine.Id}";

    private static string Owner(Machine machine) => $"o~{machine.Owner}";

    private static string Blueprint(Machine machine) => $"b~{machine.Blueprint.Name}";

    private static string Key(int shard) => $"h~{shard:D2}";

    private static int ShardOf(string key) => (int)(Fnv(key) % Shards);

    /// <summary>The same in each program, which a string's own is not.</summary>
    private static uint Fnv(string key) => key.Aggregate(2166136261u, (hash, letter) => (hash ^ letter) * 16777619u);

    private static HabitRow Read(TableRow row) =>
        JsonSerializer.Deserialize(row.Body, HabitJson.Default.HabitRow) ?? throw new InvalidOperationException($"Row {row.Row} holds no document.");
}

/// <param name="Track">Of a machine only.</param>
/// <param name="Habits">Null while there is nothing to know.</param>
/// <param name="OnlyFrom">The machine that all of it was learned from; null when there were several.</param>
internal sealed record Habit(UseTrack? Track, IdleHabits? Habits, string? OnlyFrom)
{
    public static Habit None { get; } = new(null, null, null);

    [JsonIgnore] public IdleHabits Known => Habits ?? IdleHabits.None;
}

/// <param name="At">When it was written.</param>
internal sealed record HabitRow(DateTimeOffset At, ImmutableDictionary<string, Habit> Habits);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HabitRow))]
internal sealed partial class HabitJson : JsonSerializerContext;
