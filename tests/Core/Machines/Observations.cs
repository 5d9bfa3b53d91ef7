using ChatOps.Core.Machines;

namespace ChatOps.Tests.Core.Machines;

/// <summary>All that Azure may say of a machine, fitting its phase or not, by name.</summary>
internal static class Observations
{
    private const string Passed = """{"checks": [{"name": "driver", "passed": true, "seconds": 1.5, "output": "580"}]}""";

    public static IReadOnlyDictionary<string, Func<Situation, Situation>> All { get; } = Make();

    private static Situation Resizing(Situation s) =>
        s.But(m => m with { Resize = "Standard_NC48ads_A100_v4" }).Seeing(vm => vm with { Size = s.Machine.Placement.Size });

    private static Dictionary<string, Func<Situation, Situation>> Make()
    {
        var all = new Dictionary<string, Func<Situation, Situation>>
        {
            ["in order"] = s => s,
            ["hours later"] = s => s.After(TimeSpan.FromHours(2)),
            ["no blueprint"] = s => s.WithoutBlueprint(),
            ["no VM"] = s => s.SeeingNoVm(),
            ["no VM, but leftovers"] = s => s.SeeingNoVm("disk"),
            ["run not there"] = s => s.Seeing((SeenRun?)null),
            ["checking"] = s => s.But(m => m.Enter(Stage.Checks, m.PhaseSince)),
            ["checks passed"] = s => s.But(m => m.Enter(Stage.Checks, m.PhaseSince)).Seeing(Situations.Run(RunState.Succeeded, "checks-1", Passed, 0)),
            ["extensions missing"] = s => s.But(m => m.Enter(Stage.Extensions, m.PhaseSince)),
            ["lease over"] = s => s.But(m => m with { LeaseEndsAt = s.Now, Warned = TimeSpan.FromMinutes(10), WarnedAt = s.Now.AddMinutes(-10) }),
            ["lease slept through"] = s => s.But(m => m with { LeaseEndsAt = s.Now.AddMinutes(-5) }),
            ["full place left a VM"] = s => s.But(m => m with { Attempt = 1, Discarding = true }),
            ["spot"] = s => s.But(m => m with { Spot = true }).Seeing(PowerState.Deallocated),
            ["to be resized"] = Resizing,
            ["to be resized, and off"] = s => Resizing(s).Seeing(vm => vm with { Power = PowerState.Deallocated }),
            ["of another size"] = s => s.Seeing(vm => vm with { Size = "Standard_NC48ads_A100_v4" }),
            ["of a size that nobody knows"] = s => s.Seeing(vm => vm with { Size = "Standard_D2s_v5" }),
            ["kept on failure"] = s => s.But(m => m with { KeepOnFailure = true }).Seeing(PowerState.Running),
        };
        foreach (var power in Enum.GetValues<PowerState>()) all[$"power {power}"] = s => s.Seeing(power);
        foreach (var state in Enum.GetValues<ProvisioningState>()) all[$"VM {state}"] = s => s.Seeing(vm => vm with { Provisioning = state });
        foreach (var state in Enum.GetValues<RunState>())
            all[$"run {state}"] = s => s.Seeing(Situations.Run(state, "install-1", "output", state == RunState.Succeeded ? 0 : null));
        foreach (var kind in Enum.GetValues<FaultKind>())
        {
            all[$"unseen: {kind}"] = s => s.Unseen(kind);
            all[$"VM failed: {kind}"] = s => s.Seeing(vm => vm with { Provisioning = ProvisioningState.Failed, Failure = Situations.Fault(kind) });
            all[$"creation refused: {kind}"] = s => s.Refused(new Effect.CreateVm(Situations.Blueprint("pytorch-a100")), kind);
            all[$"start refused: {kind}"] = s => s.Refused(new Effect.StartVm(), kind);
            all[$"resize refused: {kind}"] = s => Resizing(s).Refused(new Effect.ResizeVm("Standard_NC48ads_A100_v4"), kind);
            all[$"deletion refused: {kind}"] = s => s.Refused(new Effect.DeleteVm(), kind);
        }
        return all;
    }
}
