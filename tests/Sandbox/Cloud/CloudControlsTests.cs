using ChatOps.Core.Words;
using ChatOps.Sandbox.Cloud;

namespace ChatOps.Tests.Sandbox.Cloud;

public sealed class CloudControlsTests
{
    private const string Vm1 = $"{StandInDesk.Compute}/virtualMachines/vm1";

    [Theory]
    [InlineData("")]
    [InlineData("break")]
    [InlineData("fail")]
    [InlineData("fail create")]
    [InlineData("fail create AllocationFailed twice")]
    [InlineData("fail create AllocationFailed 2 3")]
    [InlineData("fail check")]
    [InlineData("fail extension")]
    [InlineData("throttle")]
    [InlineData("throttle many")]
    [InlineData("throttle 5 soon")]
    [InlineData("throttle 5 30 7")]
    [InlineData("throttle -1")]
    [InlineData("error")]
    [InlineData("error teapot")]
    [InlineData("error 200")]
    [InlineData("error 9999")]
    [InlineData("slow")]
    [InlineData("slow 0")]
    [InlineData("slow -2")]
    [InlineData("slow NaN")]
    [InlineData("slow Infinity")]
    [InlineData("slow 1e300")]
    [InlineData("capacity Standard_NC24ads_A100_v4 eastus")]
    [InlineData("capacity Standard_NC24ads_A100_v4 eastus some")]
    [InlineData("quota StandardNCADSA100v4Family eastus much")]
    [InlineData("evict")]
    [InlineData("leave")]
    [InlineData("orphan vm")]
    [InlineData("orphan subnet lost-fox")]
    [InlineData("stranger vm theirs")]
    [InlineData("heal now")]
    public async Task Says_what_can_be_said_when_the_words_make_no_sense(string words)
    {
        await using var desk = await StandInDesk.OpenAsync();

        Assert.StartsWith(
            "I do not understand that. You can say:\n! cloud fail create",
            Assert.Throws<UserError>(() => desk.Control(words)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("capacity Standard_NC24ads_A100 eastus 0", "Standard_NC24ads_A100 is no GPU size. Did you mean Standard_NC24ads_A100_v4?")]
    [InlineData("quota StandardNCADSA100Family eastus 24", "StandardNCADSA100Family is no quota family. Did you mean StandardNCADSA100v4Family?")]
    [InlineData("evict vm1", "That machine has no VM in the cloud.")]
    [InlineData("leave vm1", "That machine has no VM in the cloud.")]
    [InlineData("delete vm1", "That machine has no VM in the cloud.")]
    public async Task Suggests_what_there_is(string words, string says)
    {
        await using var desk = await StandInDesk.OpenAsync();

        Assert.Equal(says, Assert.Throws<UserError>(() => desk.Control(words)).Message);
    }

    [Theory]
    [InlineData("throttle 2 30", 429)]
    [InlineData("error 503 2", 503)]
    public async Task A_fault_is_used_up(string words, int status)
    {
        await using var desk = await StandInDesk.OpenAsync();
        desk.Control(words);

        var statuses = new List<int>();
        for (var i = 0; i < 3; i++) statuses.Add((await desk.GetAsync(Vm1)).Status);

        Assert.Equal([status, status, 404], statuses);
    }

    [Fact]
    public async Task Healing_ends_every_fault()
    {
        await using var desk = await StandInDesk.OpenAsync();
        string[] troubles =
        [
            "fail create AllocationFailed 9", "throttle 9", "error 500 9", "slow 3",
            "capacity Standard_NC24ads_A100_v4 eastus 0", "quota StandardNCADSA100v4Family eastus 0",
        ];
        foreach (var words in troubles) desk.Control(words);

        desk.Control("heal");

        Assert.Equal(201, (await desk.PutVmAsync("vm1")).Status);
        desk.Later();
        Assert.Contains("PowerState/running", await desk.StatusesAsync("vm1"));
    }

    [Theory]
    [InlineData("shutdown vm1", "PowerState/stopped")]
    [InlineData("evict vm1", "PowerState/deallocated")]
    public async Task Acts_behind_the_products_back(string words, string power)
    {
        await using var desk = await StandInDesk.WithVmAsync();

        desk.Control(words);
        desk.Later();

        Assert.Contains(power, await desk.StatusesAsync("vm1"));
    }

    [Fact]
    public async Task Deletes_a_VM_behind_the_products_back()
    {
        await using var desk = await StandInDesk.WithVmAsync();

        desk.Control("delete vm1");

        Assert.Equal("The cloud is empty.", CloudControls.Show(desk.StandIn, desk.Time));
    }

    [Fact]
    public async Task Shows_what_there_is()
    {
        await using var desk = await StandInDesk.WithVmAsync(spot: true);

        Assert.Matches(@"^VM   vm1 .* running  spot\nDisk vm1-os  128 GiB  vm1\nNIC  vm1-nic-\w+  vm1$", CloudControls.Show(desk.StandIn, desk.Time));
    }
}
