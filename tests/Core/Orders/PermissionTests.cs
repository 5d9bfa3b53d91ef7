using ChatOps.Core.Machines;
using ChatOps.Core.Orders;
using ChatOps.Core.People;
using ChatOps.Core.Words;

namespace ChatOps.Tests.Core.Orders;

/// <summary>Who may do what to the scientist's machine, which the vision team pays.</summary>
public sealed class PermissionTests : IDisposable
{
    private static readonly string[] May = ["scientist", "manager", "admin"];
    // The last one shares another team with the owner.
    private static readonly string[] MayNot = ["scientist2", "speech-manager", "linguist"];
    private static readonly string[] Orders = ["stop", "start", "extend", "resize", "terminate"];

    public static readonly MatrixTheoryData<string, string> Allowed = new(May, Orders);
    public static readonly MatrixTheoryData<string, string> Forbidden = new(MayNot, Orders);

    private readonly OrderDesk _desk = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _desk.Dispose();

    [Theory, MemberData(nameof(Allowed))]
    public async Task Lets_the_owner_and_who_answers_for_the_team_give_orders(string who, string order)
    {
        var id = await PutForAsync(order);

        await _desk.GiveAsync(order, People.Named(who), id, Cancellation);

        Assert.Equal($"{who}@contoso.example", Assert.Single(await _desk.HistoryAsync(id)).By);
    }

    [Theory, MemberData(nameof(Forbidden))]
    public async Task Lets_nobody_else_give_orders(string who, string order)
    {
        var id = await PutForAsync(order);

        var error = await Assert.ThrowsAsync<UserError>(() => _desk.GiveAsync(order, People.Named(who), id, Cancellation));

        Assert.Equal("ember-otter belongs to scientist. Ask them, or a manager of team vision.", error.Message);
        Assert.Empty(await _desk.HistoryAsync(id));
    }

    // Otherwise an order that changes nothing would tell a stranger how the machine is.
    [Fact]
    public async Task Asks_who_it_is_also_when_there_is_nothing_to_do()
    {
        var id = await _desk.PutAsync(Phase.Stopped);

        await Assert.ThrowsAsync<UserError>(() => _desk.GiveAsync("stop", People.Named("linguist"), id, Cancellation));
    }

    [Theory]
    [InlineData("scientist", true)]
    [InlineData("scientist2", true)]
    [InlineData("manager", true)]
    [InlineData("admin", true)]
    [InlineData("linguist", false)]
    [InlineData("speech-manager", false)]
    public async Task Shows_a_machine_to_its_team(string who, bool shown) =>
        Assert.Equal(shown, MachineOrders.MaySee(People.Named(who), await _desk.ReadAsync(await _desk.PutAsync(Phase.Running))));

    [Fact]
    public async Task Shows_every_machine_to_an_auditor_who_orders_none()
    {
        var id = await _desk.PutAsync(Phase.Running);
        var auditor = new Person("auditor@contoso.example", IsAdmin: false, []) { IsAuditor = true };

        Assert.True(MachineOrders.MaySee(auditor, await _desk.ReadAsync(id)));
        await Assert.ThrowsAsync<UserError>(() => _desk.GiveAsync("stop", auditor, id, Cancellation));
    }

    private Task<MachineId> PutForAsync(string order) => _desk.PutAsync(order == "start" ? Phase.Stopped : Phase.Running);
}
