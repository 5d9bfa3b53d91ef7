using System.Net.Http.Json;
using ChatOps.Bot;
using ChatOps.Bot.Cards;
using ChatOps.Core.People;

namespace ChatOps.Functions.Sandboxed;

/// <summary>The sandbox's chat, seen from a program that it runs: cards are put there by <c>PUT</c>.</summary>
internal sealed class SandboxChannel(Uri chat) : IChannel, IDisposable
{
    public const string ChannelName = "terminal";

    private readonly HttpClient _http = new();

    public string Name => ChannelName;

    public async Task PutAsync(Conversation conversation, string key, Card card, CancellationToken cancellationToken)
    {
        using var answer = await _http.PutAsJsonAsync(chat, new ShownCard(conversation, key, card), SandboxJson.Options, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    public void Dispose() => _http.Dispose();
}

internal sealed record ShownCard(Conversation Conversation, string Key, Card Card);
