using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using ChatOps.Bot;
using ChatOps.Bot.Cards;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Functions.Sandboxed;
using ChatOps.Sandbox.Chat;

namespace ChatOps.Bench;

/// <summary>Says launch commands by HTTP, and follows their machines by their cards, as people do.</summary>
internal sealed class Launches
{
    private readonly ScaledOutApp _app;
    private readonly string _name;
    private readonly Person[] _people;
    private readonly ConcurrentDictionary<string, long> _saidAt = new();
    private readonly ConcurrentDictionary<string, TimeSpan> _ran = new();
    private readonly ConcurrentQueue<TimeSpan> _answered = new();
    private int _cards;

    /// <param name="name">Makes its requests others than those of another.</param>
    /// <param name="people">Each in a team that pays.</param>
    public Launches(ScaledOutApp app, string name, IEnumerable<Person> people)
    {
        (_app, _name, _people) = (app, name, [.. people]);
        app.Shown += Shown;
    }

    /// <summary>How many machines run, as far as the chat was told.</summary>
    public int Running => _ran.Count;

    public int Cards => _cards;

    /// <summary>From each request to its answer.</summary>
    public IReadOnlyCollection<TimeSpan> Answered => [.. _answered];

    /// <summary>From each request to the card that says Running.</summary>
    public IReadOnlyCollection<TimeSpan> Ran => [.. _ran.Values];

    public Task SayAsync(int count, int callers, string blueprint, CancellationToken cancellationToken)
    {
        var atOnce = new ParallelOptions { MaxDegreeOfParallelism = callers, CancellationToken = cancellationToken };
        return Parallel.ForAsync(0, count, atOnce, async (i, token) => await SayAsync(i, blueprint, token));
    }

    private async Task SayAsync(int number, string blueprint, CancellationToken cancellationToken)
    {
        var (id, email) = ($"{_name}/{number}", _people[number % _people.Length].Email);
        var said = new Said(id, email, Conversation.Direct(SandboxChat.ChannelName, email), $"launch {blueprint} for 4 hours --another");
        var key = MachineCard.Key(MachineId.FromRequest(id));
        var began = _saidAt[key] = Stopwatch.GetTimestamp();
        using var answer = await _app.Http.PostAsJsonAsync(new Uri(_app.Address(number), "api/chat"), said, SandboxJson.Options, cancellationToken);
        answer.EnsureSuccessStatusCode();
        var reply = await answer.Content.ReadFromJsonAsync<Reply>(SandboxJson.Options, cancellationToken);
        _answered.Enqueue(Stopwatch.GetElapsedTime(began));
        if (reply?.Key != key) throw new InvalidOperationException($"{said.Text}: {reply?.Card.Title}");
    }

    private void Shown(ChatMessage message)
    {
        if (message.Key is not { } key || !_saidAt.TryGetValue(key, out var said)) return;
        Interlocked.Increment(ref _cards);
        if (message.Card.Title.EndsWith(": Running", StringComparison.Ordinal)) _ran.TryAdd(key, Stopwatch.GetElapsedTime(said));
    }
}
