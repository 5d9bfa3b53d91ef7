using ChatOps.Core.Words;
using ChatOps.Sandbox;
using ChatOps.Sandbox.Play;
using ChatOps.Tests.Tools;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOps.Tests.BadInput;

/// <summary>Lines of a scenario, or typed after <c>!</c> and <c>@</c> in the terminal, that make no sense.</summary>
public sealed class BadLines(BadLines.Stage stage) : IClassFixture<BadLines.Stage>
{
    [Theory]
    [InlineData("nonsense")]
    [InlineData("@")]
    [InlineData("@scientist")]
    [InlineData("@ scientist> list")]
    [InlineData("@scientist list")]
    [InlineData("@scientist # vision> list")]
    [InlineData("@scientist #> list")]
    [InlineData("@Scientist> list")]
    [InlineData("@nobody> list")]
    [InlineData("@everyone> stop")]
    [InlineData("@../scientist> list")]
    [InlineData("@scientist #nonsense> list")]
    [InlineData("@scientist #{100KB}> list")]
    [InlineData("@{100KB}> list")]
    [InlineData("@scientist> {100KB}")]
    [InlineData("@scientist presses")]
    [InlineData("@scientist presses Stop")]
    [InlineData("@scientist presses Stop on nothing")]
    [InlineData("@scientist presses {ESC}[31m")]
    [InlineData("@scientist presses {100K-spaces}x")]
    [InlineData("@scientist submits")]
    [InlineData("@scientist submits hours")]
    [InlineData("@scientist submits hours 4")]
    [InlineData("@scientist submits blueprint pytorch-t4")]
    [InlineData("@scientist submits hours=4 hours=5")]
    [InlineData("@scientist submits hours=\"4")]
    [InlineData("@scientist submits Hours=4")]
    [InlineData("@scientist submits =")]
    [InlineData("@scientist submits {100KB}=1")]
    [InlineData("! advance")]
    [InlineData("! advance -5m")]
    [InlineData("! advance 5")]
    [InlineData("! advance NaN")]
    [InlineData("! advance 99999999999d")]
    [InlineData("! advance {100K-digits}h")]
    [InlineData("! until")]
    [InlineData("! until 25:00")]
    [InlineData("! until 9:00")]
    [InlineData("! until tomorrow")]
    [InlineData("! until ０９:００")]
    [InlineData("! name")]
    [InlineData("! name x")]
    [InlineData("! name ../x")]
    [InlineData("! name $(reboot)")]
    [InlineData("! name ember-öttér")]
    [InlineData("! name {100KB}")]
    [InlineData("! show")]
    [InlineData("! show me")]
    [InlineData("! show machine")]
    [InlineData("! show machine nothing")]
    [InlineData("! show machine {ESC}[31m")]
    [InlineData("! expect")]
    [InlineData("! refute")]
    [InlineData("! restart now")]
    [InlineData("! poison")]
    [InlineData("! poison reconcile")]
    [InlineData("! poison sweep ember-otter")]
    [InlineData("! cloud")]
    [InlineData("! cloud burn")]
    [InlineData("! cloud fail")]
    [InlineData("! cloud fail create")]
    [InlineData("! cloud fail create X -1")]
    [InlineData("! cloud fail create X 99999999999")]
    [InlineData("! cloud fail check")]
    [InlineData("! cloud throttle NaN")]
    [InlineData("! cloud error 200")]
    [InlineData("! cloud error 99999999999 1")]
    [InlineData("! cloud slow 0")]
    [InlineData("! cloud slow NaN")]
    [InlineData("! cloud slow 1e309")]
    [InlineData("! cloud capacity nothing eastus 0")]
    [InlineData("! cloud quota nothing eastus 24")]
    [InlineData("! cloud evict nothing")]
    [InlineData("! cloud delete")]
    [InlineData("!")]
    [InlineData("! ! !")]
    [InlineData("! {ESC}[31m")]
    [InlineData("! {100KB}")]
    [InlineData("!advance")]
    public async Task Is_refused_and_nothing_happens(string line)
    {
        var said = await stage.RefusedAsync(Sentence.Expand(line));
        // Where it is not known what was meant, the list of what can be said follows.
        Sentence.IsClear(said.Split(" You can say:\n")[0]);
        Assert.InRange(said.Length, 10, 4000);
    }

    /// <summary>One world for all lines: none of them may change it.</summary>
    public sealed class Stage : IAsyncLifetime
    {
        private World? _world;

        public async ValueTask InitializeAsync() => _world = await World.OpenAsync(
            null, Repository.Blueprints, DateTimeOffset.UnixEpoch, NullLoggerFactory.Instance, TestContext.Current.CancellationToken);

        public async Task<string> RefusedAsync(string line)
        {
            var world = _world ?? throw new InvalidOperationException("The world is not open.");
            var printed = new List<string>();
            using var player = new Player(world, printed.Add);
            var refused = await Assert.ThrowsAsync<UserError>(() => player.PlayAsync(line, TestContext.Current.CancellationToken));
            Assert.Empty(printed);
            Assert.Empty(await world.LiveAsync(TestContext.Current.CancellationToken));
            Assert.Equal(DateTimeOffset.UnixEpoch, world.Time.GetUtcNow());
            return refused.Message;
        }

        public async ValueTask DisposeAsync()
        {
            if (_world is { } world) await world.DisposeAsync();
        }
    }
}
