using ChatOps.Core.Orders;
using ChatOps.Core.People;

namespace ChatOps.Tests.Core.Orders;

/// <summary>An order in which everything is in order but one thing; nothing is launched, and the person is told what to do.</summary>
public sealed class MistakenLaunchTests : IDisposable
{
    private readonly OrderDesk _desk = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _desk.Dispose();

    private static readonly Dictionary<string, (Func<LaunchOrder, LaunchOrder> Break, string Says)> Mistakes = new()
    {
        ["an unknown blueprint"] = (
            o => o with { Blueprint = "pytorch-a10" },
            "There is no blueprint called pytorch-a10. Did you mean pytorch-a100? `catalog` lists what you can launch."),
        ["an unknown version"] = (o => o with { Version = 7 }, "There is no version 7 of pytorch-a100. There is 1; without @ you get the newest."),
        ["a number of GPUs that it does not come with"] = (o => o with { Gpus = 3 }, "pytorch-a100 comes with 1, 2 or 4 GPUs, not 3."),
        ["more GPUs than one"] = (o => o with { Blueprint = "pytorch-t4", Gpus = 2 }, "pytorch-t4 comes with 1 GPU, not 2."),
        ["an unknown region"] = (
            o => o with { Region = "eastsu" },
            "pytorch-a100 can be launched in eastus, southcentralus or westus2, not in eastsu. Did you mean eastus?"),
        ["a lease too long"] = (
            o => o with { Lease = TimeSpan.FromHours(25) },
            "pytorch-a100 can be had for 1 d at most, not 1 d 1 h. Launch it for less; you can extend it later."),
        ["a lease too short"] = (o => o with { Lease = TimeSpan.FromMinutes(14) }, "The shortest lease is 15 min. Try `launch pytorch-a100 for 1h`."),
        ["no lease at all"] = (o => o with { Lease = TimeSpan.Zero }, "The shortest lease is 15 min. Try `launch pytorch-a100 for 1h`."),
        ["too little patience"] = (
            o => o with { IdleAfter = TimeSpan.FromMinutes(9) },
            "A machine is idle after 10 min at the least: what it does is looked at every five minutes."),
        ["somebody else's team"] = (o => o with { Team = "robotics" }, "You are not in team robotics. You can charge to vision or speech."),
    };

    public static readonly TheoryData<string> Kinds = [.. Mistakes.Keys];

    [Theory, MemberData(nameof(Kinds))]
    public async Task Says_what_is_wrong_and_what_to_do(string kind) =>
        Assert.Equal(Mistakes[kind].Says, await _desk.MistakeAsync(Mistakes[kind].Break(OrderDesk.Order)));

    [Theory, MemberData(nameof(Kinds))]
    public async Task Launches_nothing(string kind)
    {
        await _desk.MistakeAsync(Mistakes[kind].Break(OrderDesk.Order));

        await AssertNothingIsThereAsync();
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("a234567890123456789012345678901")]
    [InlineData("Ember-Otter")]
    [InlineData("2fast")]
    [InlineData("-otter")]
    [InlineData("otter-")]
    [InlineData("ember--otter")]
    [InlineData("ember otter")]
    [InlineData("ember_otter")]
    [InlineData("otter\n")]
    [InlineData("ötter")]
    public async Task Refuses_what_cannot_be_a_name(string name)
    {
        Assert.Contains("cannot be a machine's name", await _desk.MistakeAsync(OrderDesk.Order with { Name = name }));
        await AssertNothingIsThereAsync();
    }

    [Fact]
    public async Task Refuses_a_name_that_is_taken()
    {
        await _desk.LaunchAsync(OrderDesk.Order with { Name = "ember-otter" });

        Assert.Equal(
            "The name ember-otter is taken. Choose another, or leave --name out and get one.",
            await _desk.MistakeAsync(OrderDesk.Order with { RequestId = "message-2", Name = "ember-otter", Another = true }));
    }

    [Fact]
    public async Task Refuses_a_blueprint_of_another_team() => Assert.StartsWith(
        "llm-finetune-8xa100 is only for vision.",
        await _desk.MistakeAsync(OrderDesk.Order with { Blueprint = "llm-finetune-8xa100" }, People.Named("linguist")));

    [Fact]
    public async Task Refuses_who_is_in_no_team() =>
        Assert.StartsWith("You are in no team that a machine could be charged to.", await _desk.MistakeAsync(OrderDesk.Order, People.Named("admin")));

    [Fact]
    public async Task Refuses_an_admin_another_team_too() => Assert.StartsWith(
        "You are not in team vision.",
        await _desk.MistakeAsync(OrderDesk.Order with { Team = "vision" }, new Person("admin@contoso.example", IsAdmin: true, [People.Speech])));

    private async Task AssertNothingIsThereAsync()
    {
        await foreach (var machine in _desk.Store.LiveAsync(Cancellation)) Assert.Fail($"There is {machine}.");
    }
}
