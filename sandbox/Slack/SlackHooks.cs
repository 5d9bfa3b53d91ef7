namespace ChatOps.Sandbox.Slack;

/// <summary>The ways back that a payload names as <c>response_url</c>: five uses within half an hour, and no token needed.</summary>
internal sealed class SlackHooks(SlackWorkspace workspace, TimeProvider time)
{
    private const int MostUses = 5;

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(30);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (SlackHook Hook, DateTimeOffset Until, int Uses)> _given = [];

    /// <returns>What it is called.</returns>
    public string New(SlackHook hook)
    {
        lock (_lock)
        {
            var id = workspace.NextId("H");
            _given[id] = (hook, time.GetUtcNow() + Life, 0);
            return id;
        }
    }

    /// <returns>What it leads to; else why it leads nowhere any more.</returns>
    public (SlackHook? Hook, string Refusal) Use(string id)
    {
        lock (_lock)
        {
            if (!_given.TryGetValue(id, out var given) || time.GetUtcNow() > given.Until) return (null, "expired_url");
            if (given.Uses == MostUses) return (null, "used_url");
            _given[id] = given with { Uses = given.Uses + 1 };
            return (given.Hook, "");
        }
    }
}

/// <param name="Person">Who has done something.</param>
/// <param name="Message">That it was done to; null for a slash command.</param>
internal sealed record SlackHook(SlackPerson Person, SlackChannel Channel, SlackMessage? Message);
