namespace ChatOps.Tests.Bot.Commands;

/// <summary>With a desk at which vision has its one A100 in use.</summary>
public abstract class RequestTest : IAsyncLifetime
{
    private RequestDesk? _opened;

    private protected RequestDesk Desk => _opened ?? throw new InvalidOperationException("It is not open yet.");

    public virtual async ValueTask InitializeAsync() => _opened = await RequestDesk.OpenAsync();

    public ValueTask DisposeAsync()
    {
        _opened?.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
