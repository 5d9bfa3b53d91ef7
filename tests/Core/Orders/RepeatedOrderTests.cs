using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOps.Core.Machines;
using ChatOps.Core.Words;

namespace ChatOps.Tests.Core.Orders;

/// <summary>A chat that got no answer delivers a request again. It acts once, whatever has happened in between.</summary>
public sealed class RepeatedOrderTests : IDisposable
{
    private const string Request = "message-1";

    private readonly OrderDesk _desk = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _desk.Dispose();

    [Theory]
    [InlineData("stop", Phase.Running)]
    [InlineData("start", Phase.Stopped)]
    [InlineData("extend", Phase.Running)]
    [InlineData("resize", Phase.Running)]
    [InlineData("resize", Phase.Stopped)]
    [InlineData("terminate", Phase.Running)]
    public async Task Acts_once(string order, Phase phase)
    {
        var id = await _desk.PutAsync(phase);

        var first = await AgainAsync(order, id);
        var second = await AgainAsync(order, id);

        Assert.Equal((first.LeaseEndsAt, first.Wanted), (second.LeaseEndsAt, second.Wanted));
        Assert.Single(await _desk.HistoryAsync(id));
    }

    [Fact]
    public async Task Is_another_order_when_it_is_said_again()
    {
        var id = await _desk.PutAsync(Phase.Running);
        var once = await _desk.GiveAsync("extend", People.Scientist, id, Cancellation);

        var twice = await _desk.GiveAsync("extend", People.Scientist, id, Cancellation);

        Assert.Equal(once.LeaseEndsAt + TimeSpan.FromHours(1), twice.LeaseEndsAt);
    }

    [Fact]
    public async Task Stops_nothing_that_was_started_again_since()
    {
        var id = await _desk.PutAsync(Phase.Running);
        await AgainAsync("stop", id);
        await _desk.GiveAsync("start", People.Scientist, id, Cancellation);

        Assert.Equal(Wanted.Running, (await AgainAsync("stop", id)).Wanted);
    }

    [Theory]
    [InlineData("stop", "start", Phase.Stopping, Wanted.Stopped)]
    [InlineData("start", "stop", Phase.Running, Wanted.Running)]
    public async Task Undoes_nothing_that_was_ordered_after_it_had_changed_nothing(string order, string later, Phase phase, Wanted wanted)
    {
        var id = await _desk.PutAsync(phase, m => m with { Wanted = wanted });
        await AgainAsync(order, id);
        var since = await _desk.GiveAsync(later, People.Scientist, id, Cancellation);

        Assert.NotEqual(wanted, since.Wanted);
        Assert.Equal(since.Wanted, (await AgainAsync(order, id)).Wanted);
    }

    [Fact]
    public async Task Is_remembered_without_a_word_when_it_changes_nothing()
    {
        var id = await _desk.PutAsync(Phase.Running);
        var before = await _desk.ReadAsync(id);

        Assert.False((await _desk.GiveAsync("start", People.Scientist, id, Request, Cancellation)).Changed);

        var after = await _desk.ReadAsync(id);
        Assert.Equal([Request], after.Requests);
        Assert.Equal((before.Seq, before.DueAt, before.AskAt), (after.Seq, after.DueAt, after.AskAt));
        Assert.Empty(await _desk.OutboxAsync());
    }

    [Fact]
    public async Task Extends_once_when_it_comes_again_while_it_is_written()
    {
        var id = await _desk.PutAsync(Phase.Running);
        var before = (await _desk.ReadAsync(id)).LeaseEndsAt;
        _desk.Table.BeforeWrite = async _ =>
        {
            _desk.Table.BeforeWrite = _ => Task.CompletedTask;
            await AgainAsync("extend", id);
        };

        await AgainAsync("extend", id);

        Assert.Equal(before + TimeSpan.FromHours(1), (await _desk.ReadAsync(id)).LeaseEndsAt);
    }

    [Fact]
    public async Task Is_still_answered_when_its_machine_is_gone()
    {
        var id = await _desk.PutAsync(Phase.Running);
        await AgainAsync("terminate", id);
        await _desk.ChangeAsync(id, m => m with { Phase = Phase.Deleted, GoneAt = _desk.Time.Now });

        Assert.True((await AgainAsync("terminate", id)).IsGone);
        await Assert.ThrowsAsync<UserError>(() => _desk.GiveAsync("terminate", People.Scientist, id, Cancellation));
    }

    [Fact]
    public async Task Is_forgotten_after_many_others()
    {
        var id = await _desk.PutAsync(Phase.Running);
        for (var i = 0; i < 20; i++) await _desk.GiveAsync("extend", People.Scientist, id, Cancellation);

        Assert.InRange((await _desk.ReadAsync(id)).Requests.Length, 1, 10);
    }

    [Fact]
    public void A_row_from_before_requests_were_remembered_has_none()
    {
        var row = Assert.IsType<JsonObject>(JsonSerializer.SerializeToNode(Machines.Situations.In(Phase.Running).Machine));
        row.Remove("Requests");

        Assert.Empty(Assert.IsType<Machine>(row.Deserialize<Machine>()).Requests);
    }

    private async Task<Machine> AgainAsync(string order, MachineId id) =>
        (await _desk.GiveAsync(order, People.Scientist, id, Request, Cancellation)).Machine;
}
