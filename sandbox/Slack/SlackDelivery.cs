namespace ChatOps.Sandbox.Slack;

/// <summary>Something that somebody did in Slack, which the program has yet to hear of.</summary>
/// <param name="post">Brings it; told how often it was brought before.</param>
/// <param name="isEvent">Slack brings events again when they were not taken; everything else fails before the person's eyes.</param>
/// <param name="before">How often it was delivered already.</param>
internal sealed class SlackDelivery(Func<int, CancellationToken, Task<bool>> post, bool isEvent, int before = 0)
{
    private const int MostRetries = 3;

    private int _tries;

    /// <summary>Nothing that the program would hear of.</summary>
    public static SlackDelivery None { get; } = new((_, _) => Task.FromResult(true), isEvent: false);

    /// <summary>Whether Slack would try once more, had it failed by now.</summary>
    public bool ComesAgain => isEvent && _tries <= MostRetries;

    /// <summary>Once.</summary>
    /// <returns>Whether the program answered.</returns>
    public Task<bool> TryAsync(CancellationToken cancellationToken) => post(before + _tries++, cancellationToken);

    /// <summary>As often as Slack does.</summary>
    /// <inheritdoc cref="TryAsync"/>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        while (!await TryAsync(cancellationToken))
            if (!ComesAgain) return false;
        return true;
    }

    /// <summary>The same once more: Slack heard no answer, though there was one.</summary>
    public SlackDelivery Again() => new(post, isEvent, before + Math.Max(_tries, 1));
}
