using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ChatOps.Sandbox.Teams;

namespace ChatOps.Sandbox.Playground;

/// <summary>
/// One person's Playground, as the bot's messages reach it. Each Playground numbers messages by itself and knows only what was said in
/// it; to the bot a message has one id, whoever sees it.
/// </summary>
internal sealed class PlaygroundWindow(Persona persona, HttpClient http)
{
    private readonly Lock _lock = new();
    /// <summary>What messages are called here, by what the bot calls them.</summary>
    private readonly Dictionary<string, string> _here = [];

    public Persona Persona => persona;

    public TeamsPerson Person => persona.Person;

    /// <summary>Of its page, once that is known.</summary>
    public Uri? Address { get; set; }

    /// <summary>What the bot calls a message, or is to call it from now on.</summary>
    /// <param name="here">What it is called here.</param>
    public string Outside(string here)
    {
        lock (_lock)
        {
            if (_here.FirstOrDefault(pair => pair.Value == here).Key is { } known) return known;
            return _here[here] = here;
        }
    }

    /// <summary>Shows a message as it is now: where it was, or as a new one where it was not.</summary>
    /// <param name="conversation">Without the thread.</param>
    /// <param name="thread">What the bot calls the message that the thread began with; null for none.</param>
    /// <param name="id">What the bot calls it; null to call it as it is called here.</param>
    /// <returns>What the bot calls it; null where it is nothing that stays, as typing.</returns>
    /// <exception cref="PlaygroundException">It was not taken.</exception>
    public async Task<string?> ShowAsync(string conversation, string? thread, string? id, JsonObject activity, CancellationToken cancellationToken)
    {
        if (Here(id) is { } known)
        {
            await AskAsync(HttpMethod.Put, conversation, known, activity, cancellationToken);
            return id;
        }
        var root = Here(thread);
        var place = root is null ? conversation : $"{conversation}{TeamsConversation.ThreadMark}{root}";
        var posted = await AskAsync(HttpMethod.Post, place, null, activity, cancellationToken);
        if ((string?)posted?["id"] is not { } here) return null;
        Remember(id ?? here, here);
        // A thread that began in another window goes on under what of it was posted here first.
        if (thread is not null && root is null) Remember(thread, here);
        return id ?? here;
    }

    public async Task RemoveAsync(string conversation, string id, CancellationToken cancellationToken)
    {
        if (Here(id) is { } here) await AskAsync(HttpMethod.Delete, conversation, here, null, cancellationToken);
    }

    private string? Here(string? id)
    {
        lock (_lock) return id is not null && _here.TryGetValue(id, out var here) ? here : null;
    }

    private void Remember(string id, string here)
    {
        lock (_lock) _here[id] = here;
    }

    private async Task<JsonObject?> AskAsync(HttpMethod method, string conversation, string? activity, JsonObject? body, CancellationToken cancellationToken)
    {
        var path = $"_connector/v3/conversations/{Uri.EscapeDataString(conversation)}/activities{(activity is null ? "" : $"/{activity}")}";
        using var request = new HttpRequestMessage(method, new Uri(Address ?? throw new InvalidOperationException("It has not started."), path));
        if (body is not null) request.Content = JsonContent.Create(body);
        using var response = await http.SendAsync(request, cancellationToken);
        var said = await response.Content.ReadAsStringAsync(cancellationToken);
        if (!response.IsSuccessStatusCode) throw new PlaygroundException(response.StatusCode, said);
        return said.Length == 0 ? null : JsonNode.Parse(said) as JsonObject;
    }
}

/// <summary>What a Playground answered to a message that it did not take.</summary>
internal sealed class PlaygroundException(HttpStatusCode status, string said) : Exception($"{status:D} {said}")
{
    public HttpStatusCode Status { get; } = status;

    public string Said { get; } = said;
}
