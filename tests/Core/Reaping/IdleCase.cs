using System.Collections.Immutable;
using ChatOps.Core.Machines;
using ChatOps.Core.Metrics;
using ChatOps.Core.People;
using ChatOps.Core.Reaping;
using ChatOps.Tests.Core.Machines;

namespace ChatOps.Tests.Core.Reaping;

/// <summary>A machine that by all rules is idle: two hours of one GPU at 0 %, all of it measured. Tests change one thing of it.</summary>
internal static class IdleCase
{
    public static readonly DateTimeOffset Now = Situations.Now;

    public static readonly TimeSpan Bin = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Measured = TimeSpan.FromHours(2);

    public static Machine Machine { get; } = Situations.In(Phase.Running).Machine with
    {
        RunningSince = Now.AddHours(-5),
        PhaseSince = Now.AddHours(-5),
        LeaseEndsAt = Now.AddHours(10),
        LeaseLength = TimeSpan.FromHours(15),
        Idle = null,
    };

    public static Policy Policy { get; } = new()
    {
        Organisation = "Contoso",
        TimeZone = TimeZoneInfo.Utc,
        Admins = ["admin@contoso.example"],
        Teams =
        [
            new Team { Name = Machine.Team, Title = "Vision", Managers = ["manager@contoso.example"], Members = [Machine.Owner] },
        ],
    };

    public static Case Idle { get; } = Of(Machine, Use(), Policy);

    public static Case Of(Machine machine, MachineUse? use, Policy policy, DateTimeOffset? now = null) =>
        new(machine, use, IdleSettings.For(machine, Situations.Catalog.Find(machine.Blueprint), policy, now ?? Now), now ?? Now);

    /// <summary>One that runs on four GPUs.</summary>
    public static Case OnFourGpus(Func<UseBin, UseBin>? change = null)
    {
        var machine = Machine with { Placements = [new Placement("Standard_NC96ads_A100_v4", "eastus")] };
        return Of(machine, Use(gpus: 4, change), Policy);
    }

    public static MachineUse Use(int gpus = 1, Func<UseBin, UseBin>? change = null, DateTimeOffset? until = null)
    {
        var end = until ?? Now;
        var bins = from i in Enumerable.Range(1, (int)(Measured / Bin)).Reverse()
                   from gpu in Enumerable.Range(0, gpus)
                   select new UseBin { Begin = end - (i * Bin), Gpu = gpu, Samples = 5, MaxUtilization = 0, MeanUtilization = 0, MeanCpu = 1, MaxCpu = 2 };
        return new MachineUse { Bins = [.. bins.Select(change ?? (bin => bin))], BinLength = Bin, LastSampleAt = end };
    }

    /// <summary>With the bin changed that began so long ago.</summary>
    public static Case Ago(this Case c, int minutes, Func<UseBin, UseBin> change) =>
        c.Using(use => use with { Bins = [.. use.Bins.Select(bin => bin.Begin == c.Now.AddMinutes(-minutes) ? change(bin) : bin)] });

    public static Case Without(this Case c, Func<UseBin, bool> which) =>
        c.Using(use => use with { Bins = use.Bins.RemoveAll(bin => which(bin)) });

    public static Case Using(this Case c, Func<MachineUse, MachineUse> change) => c with { Use = c.Use is { } use ? change(use) : null };

    public static Case But(this Case c, Func<Machine, Machine> change) => c with { Machine = change(c.Machine) };

    public static Case Remembering(this Case c, Func<IdleState, IdleState> change) => c.But(m => m with { Idle = change(m.Idle ?? IdleState.Fresh) });

    public static Case Setting(this Case c, Func<IdleSettings, IdleSettings> change) => c with { Settings = change(c.Settings) };

    /// <summary>Warned so long ago, and told at once.</summary>
    public static Case Warned(this Case c, int minutesAgo, bool told = true) => c.Remembering(idle => idle with
    {
        Warning = new IdleWarning(
            RuleName.IdleGpu, c.Now.AddMinutes(-minutesAgo), told ? c.Now.AddMinutes(-minutesAgo) : null, c.Settings.Warn, VerdictKind.Stop,
            "0 % on its GPU for 30 min.", c.Now.AddMinutes(-minutesAgo - 30))
        { Keep = ReapStep.Keep, LongKeep = ReapStep.LongKeep },
    });

    public static Judgement Judged(this Case c) => ReaperRules.Judge(c);

    public static ReapStep Stepped(this Case c) => ReapStep.Of(c, c.Judged());

    /// <summary>Stopped for so many days.</summary>
    public static Case Stopped(double days) => Of(
        Machine with { Phase = Phase.Stopped, Wanted = Wanted.Stopped, PhaseSince = Now.AddDays(-days), RunningSince = null, LeaseEndsAt = null },
        null, Policy);

    public static ImmutableArray<OutboxMessage> Messages(this ReapStep step) => step.Step?.Messages ?? [];
}
