using ChatOps.Core.Machines;
using ChatOps.Core.Orders;
using ChatOps.Core.People;
using ChatOps.Core.Words;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Core.Orders;

public sealed class LaunchingTests : IDisposable
{
    private static readonly LaunchOrder Order = OrderDesk.Order;

    private readonly OrderDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task Writes_down_a_machine_that_is_due_at_once()
    {
        var machine = await _desk.ReadAsync((await _desk.LaunchAsync(Order)).Id);

        Assert.Equal((Phase.Queued, Wanted.Running, _desk.Time.Now), (machine.Phase, machine.Wanted, machine.DueAt));
        Assert.Equal(("scientist@contoso.example", "pytorch-a100@1", Order.Home), (machine.Owner, machine.Blueprint.ToString(), machine.Home));
        Assert.Equal((TimeSpan.FromHours(4), TimeSpan.FromHours(24)), (machine.LeaseLength, machine.LongestLease));
    }

    [Fact]
    public async Task Records_who_asked_and_shows_a_card()
    {
        var machine = await _desk.LaunchAsync(Order with { Lease = TimeSpan.FromHours(2) });

        Assert.Equal(
            [new MachineEvent(_desk.Time.Now, EventKind.Requested, "Launched from pytorch-a100@1 for 2 h, charged to vision", "scientist@contoso.example")],
            await _desk.HistoryAsync(machine.Id));
        Assert.Equal([Notice.CardChanged], await _desk.OutboxAsync());
    }

    [Fact]
    public async Task Is_charged_to_the_project_that_was_said()
    {
        var machine = await _desk.LaunchAsync(Order with { Project = "ocr-2.1" });

        Assert.Equal("ocr-2.1", machine.Project);
        Assert.EndsWith("charged to vision, project ocr-2.1", Assert.Single(await _desk.HistoryAsync(machine.Id)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("-x")]
    [InlineData("ocr/2")]
    [InlineData("näher")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task Refuses_what_cannot_be_a_project_s_name(string name)
    {
        var refusal = await Assert.ThrowsAsync<UserError>(() => _desk.LaunchAsync(Order with { Project = name }));

        Assert.Equal("project", refusal.Field);
        Assert.EndsWith(ProjectName.Rule, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tries_each_region_in_turn() => Assert.Equal(
        ["Standard_NC24ads_A100_v4 eastus", "Standard_NC24ads_A100_v4 southcentralus", "Standard_NC24ads_A100_v4 westus2"],
        Places(await _desk.LaunchAsync(Order)));

    [Fact]
    public async Task Tries_each_fitting_size_in_a_region_first() => Assert.Equal(
        ["Standard_NC4as_T4_v3 eastus", "Standard_NC8as_T4_v3 eastus"], Places(await _desk.LaunchAsync(Order with { Blueprint = "pytorch-t4" })).Take(2));

    [Fact]
    public async Task Takes_the_size_with_the_GPUs_asked_for() =>
        Assert.Equal("Standard_NC96ads_A100_v4", (await _desk.LaunchAsync(Order with { Gpus = 4 })).Placement.Size);

    [Fact]
    public async Task Stays_in_the_region_asked_for() =>
        Assert.Equal(["Standard_NC24ads_A100_v4 westus2"], Places(await _desk.LaunchAsync(Order with { Region = "westus2" })));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Takes_the_price_of_what_was_asked_for(bool spot)
    {
        var machine = await _desk.LaunchAsync(Order with { Blueprint = "pytorch-t4", Spot = spot });

        Assert.Equal((spot, SomePrices.Of(machine.Size.Name, spot)), (machine.Spot, machine.PerHour));
        Assert.NotNull(machine.PerHour);
    }

    [Fact]
    public async Task Makes_a_name_up() => Assert.Matches("^[a-z]+-[a-z]+$", (await _desk.LaunchAsync(Order)).Name);

    [Theory]
    [InlineData("abc")]
    [InlineData("my-run-2")]
    [InlineData("a23456789012345678901234567890")]
    public async Task Takes_the_name_asked_for(string name) => Assert.Equal(name, (await _desk.LaunchAsync(Order with { Name = name })).Name);

    [Fact]
    public async Task Gives_the_name_of_a_machine_that_is_gone_again()
    {
        var gone = await _desk.LaunchAsync(Order with { Name = "ember-otter" });
        await _desk.ChangeAsync(gone.Id, m => m with { Phase = Phase.Deleted, GoneAt = _desk.Time.Now });

        Assert.Equal("ember-otter", (await _desk.LaunchAsync(Order with { RequestId = "message-2", Name = "ember-otter" })).Name);
    }

    [Fact]
    public async Task Keeps_what_was_said_about_failure() => Assert.True((await _desk.LaunchAsync(Order with { KeepOnFailure = true })).KeepOnFailure);

    [Fact]
    public async Task Keeps_how_long_without_use_is_enough() =>
        Assert.Equal(TimeSpan.FromMinutes(15), (await _desk.LaunchAsync(Order with { IdleAfter = TimeSpan.FromMinutes(15) })).IdleAfter);

    public static readonly TheoryData<string?, Conversation, string> Teams = new()
    {
        { null, new Conversation("terminal", "general", IsDirect: false), "vision" },
        { null, new Conversation("terminal", "talk", IsDirect: false), "speech" },
        { "vision", new Conversation("terminal", "talk", IsDirect: false), "vision" },
        { "speech", new Conversation("terminal", "general", IsDirect: false), "speech" },
        { null, Conversation.Direct("terminal", "talk"), "vision" },
    };

    [Theory, MemberData(nameof(Teams))]
    public async Task Charges_the_team_asked_for_else_the_channels_else_the_first(string? asked, Conversation home, string expected) =>
        Assert.Equal(expected, (await _desk.LaunchAsync(Order with { Team = asked, Home = home })).Team);

    [Fact]
    public async Task Does_not_charge_a_channels_team_that_one_is_not_in() =>
        Assert.Equal(
            "vision",
            (await _desk.LaunchAsync(Order with { Home = new Conversation("terminal", "talk", IsDirect: false) }, People.Named("scientist2"))).Team);

    [Theory]
    [InlineData("15 minutes", 15)]
    [InlineData("all that the blueprint allows", 24 * 60)]
    public async Task Takes_a_lease_within_the_limits(string _, int minutes) =>
        Assert.Equal(TimeSpan.FromMinutes(minutes), (await _desk.LaunchAsync(Order with { Lease = TimeSpan.FromMinutes(minutes) })).LeaseLength);

    private static IEnumerable<string> Places(Machine machine) => machine.Placements.Select(place => $"{place.Size} {place.Region}");
}
