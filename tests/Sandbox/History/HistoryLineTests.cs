using ChatOps.Core.Words;
using ChatOps.Sandbox;
using ChatOps.Sandbox.Play;
using ChatOps.Tests.Tools;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOps.Tests.Sandbox.History;

public sealed class HistoryLineTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Writes_history_once()
    {
        await using var world = await OpenAsync();
        using var player = new Player(world, _ => { });
        await player.PlayAsync("! history 7d", Cancellation);

        var error = await Assert.ThrowsAsync<UserError>(() => player.PlayAsync("! history 30d", Cancellation));

        Assert.Contains("has used something before today already", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Adds_none_to_what_really_ran()
    {
        await using var world = await OpenAsync();
        using var player = new Player(world, _ => { });
        await player.PlayAsync("@scientist> launch pytorch-t4", Cancellation);
        await player.PlayAsync("! advance 17h", Cancellation);

        await Assert.ThrowsAsync<UserError>(() => player.PlayAsync("! history 7d", Cancellation));
    }

    [Theory]
    [InlineData("! history")]
    [InlineData("! history 0d")]
    [InlineData("! history 93d")]
    [InlineData("! history long")]
    public async Task Asks_for_how_many_days(string line)
    {
        await using var world = await OpenAsync();
        using var player = new Player(world, _ => { });

        var error = await Assert.ThrowsAsync<UserError>(() => player.PlayAsync(line, Cancellation));

        Assert.StartsWith("How many days of history?", error.Message, StringComparison.Ordinal);
    }

    private static Task<World> OpenAsync() => World.OpenAsync(null, Repository.Blueprints, Start, NullLoggerFactory.Instance, Cancellation);
}
