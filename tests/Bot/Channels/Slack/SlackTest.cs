namespace ChatOps.Tests.Bot.Channels.Slack;

/// <summary>A test in a Slack of its own.</summary>
public abstract class SlackTest : IAsyncLifetime
{
    private SlackDesk? _opened;

    private protected SlackDesk Slack => _opened ?? throw new InvalidOperationException("It is not open.");

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _opened = await SlackDesk.OpenAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Slack.DisposeAsync();
    }
}
