using ChatOps.Core.Words;
using ChatOps.Sandbox;
using ChatOps.Sandbox.Play;
using ChatOps.Tests.Tools;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOps.Tests.Sandbox.Play;

/// <summary>Lines that say in which chat they happen.</summary>
public sealed class SeveralChatsTests(TeamsIssuer issuer)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, "teams")]
    [InlineData(true, "slack")]
    public async Task A_line_that_names_no_chat_happens_in_the_first(bool slackIsFirst, string first)
    {
        await using var world = await OpenAsync(slackIsFirst);

        var said = await PlayAsync(world, "@scientist> help", $"! expect in {first}> What you can say");

        Assert.Contains(said, line => line.StartsWith($"  ({first}, to scientist)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_line_happens_in_the_chat_that_it_names()
    {
        await using var world = await OpenAsync();

        var said = await PlayAsync(world, "@scientist in slack> help", "! expect in slack> What you can say", "! refute in teams> What you can say");

        Assert.Contains(said, line => line.StartsWith("  (slack, to scientist)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_shown_in_one_chat_was_not_shown_in_the_other()
    {
        await using var world = await OpenAsync();

        var failed = await Assert.ThrowsAsync<ExpectationException>(
            () => PlayAsync(world, "@scientist in slack> help", "! expect in teams> What you can say"));

        Assert.Equal("Nobody was shown \"What you can say\" in teams. Since the last line with @, ! teams or ! slack there was: nothing", failed.Message);
    }

    [Fact]
    public async Task Only_what_stands_in_a_chat_is_pressed_there()
    {
        await using var world = await OpenAsync();

        await PlayAsync(world, "@scientist> launch", "@scientist in slack cannot press Launch");
        var refused = await Assert.ThrowsAsync<UserError>(() => PlayAsync(world, "@scientist in slack submits blueprint=pytorch-t4"));

        Assert.DoesNotContain("is on its way", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whom_only_one_chat_knows_is_nobody_in_the_other()
    {
        await using var world = await OpenAsync();

        await PlayAsync(world, "@unconfirmed in slack> help", "! expect in slack> Confirm it in your Slack profile");
        var refused = await Assert.ThrowsAsync<UserError>(() => PlayAsync(world, "@unconfirmed in teams> help"));

        Assert.StartsWith("Nobody is called @unconfirmed.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chat_in_which_nobody_speaks_is_refused()
    {
        await using var world = await World.OpenAsync(null, Repository.Blueprints, SettableTime.Start, NullLoggerFactory.Instance, Cancellation);

        var refused = await Assert.ThrowsAsync<UserError>(() => PlayAsync(world, "@scientist in slack> help"));

        Assert.Equal("Nobody speaks in slack here. There is terminal: --channel teams,slack plays both.", refused.Message);
    }

    [Fact]
    public async Task Where_there_is_one_chat_a_transcript_does_not_name_it()
    {
        await using var world = await World.OpenAsync(null, Repository.Blueprints, SettableTime.Start, NullLoggerFactory.Instance, Cancellation);

        var said = await PlayAsync(world, "@scientist in terminal> help");

        Assert.StartsWith("  (to scientist)", Assert.Single(said), StringComparison.Ordinal);
    }

    private async Task<World> OpenAsync(bool slackIsFirst = false)
    {
        var trial = new Trial
        {
            Teams = new TeamsTrial(await issuer.StartedAsync()) { IsPlayed = true },
            Slack = new SlackTrial { IsPlayed = true },
            SlackIsFirst = slackIsFirst,
        };
        return await World.OpenAsync(null, Repository.Blueprints, SettableTime.Start, trial, NullLoggerFactory.Instance, Cancellation);
    }

    /// <returns>What people saw.</returns>
    private static async Task<IReadOnlyList<string>> PlayAsync(World world, params string[] lines)
    {
        var said = new List<string>();
        using var player = new Player(world, said.Add);
        foreach (var line in lines) await player.PlayAsync(line, Cancellation);
        return said;
    }
}
