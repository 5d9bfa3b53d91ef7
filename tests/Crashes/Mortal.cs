using Azure.Core.Pipeline;
using ChatOps.Functions;
using ChatOps.Sandbox;

namespace ChatOps.Tests.Crashes;

/// <summary>A life that may end before or after any call: from then on every call fails, as nobody is there to make it.</summary>
internal sealed class Mortal(Calls calls) : ILife, IDisposable
{
    private readonly CancellationTokenSource _ended = new();

    public CancellationToken Ended => _ended.Token;

    public void Begin(string work) => calls.Begin(work);

    public HttpPipelineTransport Around(HttpPipelineTransport azure) => new MortalTransport(azure, this);

    public Surroundings Around(Surroundings host) => host with
    {
        Table = name => new MortalTable(name, host.Table(name), this),
        Nudges = new MortalNudges(host.Nudges, this),
        Channel = host.Channel is { } channel ? new MortalChannel(channel, this) : null,
        Teams = host.Teams is { } teams ? teams with { Http = new MortalHttp(teams.Http, this) } : null,
        Slack = host.Slack is { } slack ? slack with { Http = new MortalHttp(slack.Http, this) } : null,
    };

    /// <param name="changes">Something that outlives the program is different after it.</param>
    public async Task<T> CallAsync<T>(string name, bool changes, Func<Task<T>> call)
    {
        Ended.ThrowIfCancellationRequested();
        if (calls.DiesBefore(name, changes)) Die();
        var result = await call();
        if (calls.DiesAfter()) Die();
        return result;
    }

    public Task CallAsync(string name, bool changes, Func<Task> call) => CallAsync(name, changes, async () =>
    {
        await call();
        return true;
    });

    public void Dispose() => _ended.Dispose();

    private void Die()
    {
        _ended.Cancel();
        Ended.ThrowIfCancellationRequested();
    }
}
