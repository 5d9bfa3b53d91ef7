using ChatOps.Azure;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Machines;
using ChatOps.Sandbox.Cloud;
using ChatOps.Tests.Core.State;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Azure;

/// <summary>The real SDK against the stand-in for ARM over HTTP, on a clock that a test moves.</summary>
internal sealed class CloudDesk : IAsyncDisposable
{
    private CloudDesk(SettableTime time, ArmStandIn standIn)
    {
        (Time, StandIn) = (time, standIn);
        var arm = Arm.Open(standIn.Transport());
        (Cloud, Inventory) = (new AzureMachineCloud(arm, Arm.Site), new AzureInventory(arm, Arm.Site));
    }

    public static readonly Blueprint PyTorch = Arm.Blueprints.All.First(b => b.Name == "pytorch-a100");

    public static readonly Machine Machine = SampleMachine.Of("a");

    public static readonly TimeSpan LongEnough = TimeSpan.FromMinutes(15);

    public SettableTime Time { get; }

    public ArmStandIn StandIn { get; }

    public AzureMachineCloud Cloud { get; }

    public AzureInventory Inventory { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<CloudDesk> OpenAsync()
    {
        var time = new SettableTime();
        return new CloudDesk(time, await ArmStandIn.StartAsync(time, null, Cancellation));
    }

    /// <summary>With <see cref="Machine"/> made and booted.</summary>
    public static async Task<CloudDesk> WithMachineAsync()
    {
        var desk = await OpenAsync();
        await desk.DoAsync(new Effect.CreateVm(PyTorch));
        desk.Time.Advance(LongEnough);
        return desk;
    }

    public Task DoAsync(Effect effect) => Cloud.CarryOutAsync(Machine, effect, Cancellation);

    public Task<Observation> SeeAsync(string? run = null, Machine? machine = null) => Cloud.ObserveAsync(machine ?? Machine, run, Cancellation);

    /// <summary>The fault that Azure answers with.</summary>
    public async Task<CloudFault> RefusedAsync(Effect effect) => (await Assert.ThrowsAsync<CloudFaultException>(() => DoAsync(effect))).Fault;

    public void Control(string words) => CloudControls.Run(StandIn, words.Split(' '), Time, _ => Machine.ResourceName);

    public ValueTask DisposeAsync() => StandIn.DisposeAsync();
}
