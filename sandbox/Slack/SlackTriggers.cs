namespace ChatOps.Sandbox.Slack;

/// <summary>What the program may open a modal with: once, and within three seconds of what the person did.</summary>
internal sealed class SlackTriggers(SlackWorkspace workspace, TimeProvider time)
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (SlackPerson Person, DateTimeOffset Until)> _given = [];
    private readonly HashSet<string> _used = [];

    public string New(SlackPerson person)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var id = $"{now.ToUnixTimeMilliseconds()}.{_given.Count + 1}.{workspace.NextId("t")}";
            _given[id] = (person, now + Life);
            return id;
        }
    }

    /// <exception cref="SlackError">It is none, or no longer.</exception>
    public SlackPerson Use(string id)
    {
        lock (_lock)
        {
            if (!_given.TryGetValue(id, out var given)) throw new SlackError("invalid_trigger_id");
            if (time.GetUtcNow() > given.Until) throw new SlackError("expired_trigger_id");
            return _used.Add(id) ? given.Person : throw new SlackError("exchanged_trigger_id");
        }
    }
}
