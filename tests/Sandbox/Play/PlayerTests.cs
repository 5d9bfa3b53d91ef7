using ChatOps.Core.Words;
using ChatOps.Sandbox;
using ChatOps.Sandbox.Play;
using ChatOps.Tests.Tools;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOps.Tests.Sandbox.Play;

public sealed class PlayerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("@scientist cannot press Stop & @manager presses Start")]
    [InlineData("@manager presses Start & @scientist cannot press Stop")]
    public async Task That_somebody_cannot_press_a_button_is_not_one_of_several_acts(string line)
    {
        await using var world = await World.OpenAsync(null, Repository.Blueprints, SettableTime.Start, NullLoggerFactory.Instance, Cancellation);
        using var player = new Player(world, _ => { });

        var refused = await Assert.ThrowsAsync<UserError>(() => player.PlayAsync(line, Cancellation));

        Assert.Contains("on a line of its own", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_play_in_which_a_refusal_of_Teams_never_happened_has_failed()
    {
        using var folder = new TempFolder();
        await using var issuer = await ChatOps.Sandbox.Teams.TokenIssuer.StartAsync(Cancellation);
        await File.WriteAllTextAsync(folder.At("calm.chat"), "! teams throttle 2\n", Cancellation);

        var failure = await Scenario.PlayAsync(
            folder.At("calm.chat"), new Trial { Teams = new TeamsTrial(issuer) { IsPlayed = true } }, Repository.Blueprints, _ => { }, restartAlways: false,
            NullLoggerFactory.Instance, Cancellation);

        Assert.Contains("2 of the refusals", failure, StringComparison.Ordinal);
    }
}
