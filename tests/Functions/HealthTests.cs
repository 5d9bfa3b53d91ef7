using ChatOps.Functions;
using ChatOps.Tests.Tools;
using Microsoft.Extensions.Logging;

namespace ChatOps.Tests.Functions;

public sealed class HealthTests : IDisposable
{
    private readonly ProductDesk _desk = new();
    private readonly ManualTime _time = new();
    private readonly Health _health;

    public HealthTests() => _health = new Health(_desk.Product, _time, _desk.Log.Factory.CreateLogger<Health>());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task A_verdict_holds_for_two_seconds()
    {
        Assert.True(await _health.IsGoodAsync(Cancellation));
        _desk.Break(new IOException("503"), "machines");

        _time.Advance(TimeSpan.FromSeconds(1.9));
        Assert.True(await _health.IsGoodAsync(Cancellation));

        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.False(await _health.IsGoodAsync(Cancellation));
    }

    [Fact]
    public async Task Only_a_change_is_said()
    {
        _desk.Break(new IOException("503"), "machines");
        for (var i = 0; i < 3; i++)
        {
            Assert.False(await _health.IsGoodAsync(Cancellation));
            _time.Advance(TimeSpan.FromSeconds(2));
        }
        _desk.Break(null, "machines");
        for (var i = 0; i < 3; i++)
        {
            Assert.True(await _health.IsGoodAsync(Cancellation));
            _time.Advance(TimeSpan.FromSeconds(2));
        }

        Assert.Equal(1, _desk.Log.Text.Split("The state cannot be read").Length - 1);
        Assert.Equal(1, _desk.Log.Text.Split("The state can be read again").Length - 1);
    }

    [Fact]
    public async Task Who_no_longer_waits_spoils_it_for_nobody_else()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            _desk.Break(new IOException("503"), "machines");
            await _health.IsGoodAsync(new CancellationToken(true));
        });

        Assert.False(await _health.IsGoodAsync(Cancellation));
    }
}
