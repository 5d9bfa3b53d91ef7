using ChatOps.Bot;
using ChatOps.Core.Inventory;
using ChatOps.Core.Machines;
using ChatOps.Core.State;
using ChatOps.Sandbox.Chat;
using ChatOps.Simulation;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOps.Tests.Bot;

public sealed class LeakReportsTests : IDisposable
{
    private readonly BotDesk _desk = new();
    private readonly OrphanStore _orphans = new(new MemoryTable());
    private readonly List<ChatMessage> _shown = [];
    private readonly SandboxChat _chat = new();

    public LeakReportsTests() => _chat.Changed += _shown.Add;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task Tells_each_admin_once_of_what_belongs_to_one_report()
    {
        await FoundAsync("a", "b");

        await DeliverAsync();
        await DeliverAsync();

        Assert.Equal([("2 leftovers in Azure being removed", "to admin")], _shown.Select(m => (m.Card.Title, m.Where)));
    }

    [Fact]
    public async Task Tells_nobody_of_what_is_only_suspected()
    {
        await _orphans.AddAsync([Orphan("a") with { Report = null }], Cancellation);

        await DeliverAsync();

        Assert.Empty(_shown);
    }

    [Fact]
    public async Task Edits_the_card_when_all_is_gone_and_then_forgets_it()
    {
        await FoundAsync("a", "b");
        await DeliverAsync();
        await GoneAsync("a");
        await DeliverAsync();
        Assert.Equal(2, await CountAsync());

        await GoneAsync("b");
        await DeliverAsync();

        Assert.Equal("2 leftovers in Azure removed", Assert.Single(_shown.Distinct()).Card.Title);
        Assert.Equal(0, await CountAsync());
    }

    private Task FoundAsync(params string[] names) => _orphans.AddAsync(names.Select(Orphan), Cancellation);

    private async Task GoneAsync(string name)
    {
        var stored = await _orphans.AllAsync(Cancellation).FirstAsync(s => s.Orphan.Name == name, Cancellation);
        Assert.NotNull(await _orphans.SaveAsync(stored, stored.Orphan with { GoneAt = Some.Now }, Cancellation));
    }

    private async Task<int> CountAsync() => await _orphans.AllAsync(Cancellation).CountAsync(Cancellation);

    private Task DeliverAsync() => new LeakReports(
        _orphans, _desk.Machines, _chat, BotDesk.Live, _desk.Time, NullLogger<LeakReports>.Instance).DeliverAsync(Cancellation);

    private static Orphan Orphan(string name) => new()
    {
        Id = $"/disks/{name}",
        Kind = ResourceKind.Disk,
        Name = name,
        Machine = new MachineId("a1b2c3d4e5f60718"),
        FirstSeen = Some.Now,
        DeleteAt = Some.Now,
        AskedAt = Some.Now,
        Report = "leaks-1",
    };
}
