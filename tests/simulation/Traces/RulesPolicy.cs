using ChatOps.Core.Blueprints;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.Reaping;

namespace ChatOps.Simulation.Traces;

/// <summary>
/// The product's own rules, steps and habits, as the reaper asks them every five minutes. A file stands for a blueprint, and each of its series for a
/// person with one machine. What traces do not tell, sessions, processors, disks and network, is never use here.
/// </summary>
/// <param name="resume">What the policy says of how likely use is to resume.</param>
public sealed class RulesPolicy(ResumeRules resume, string name) : IReplayPolicy
{
    private const string Team = "traces";

    /// <summary>How far back the reaper asks: its window of half an hour, and its margin.</summary>
    private static readonly TimeSpan LookBack = TimeSpan.FromMinutes(40);

    private readonly HabitBook _habits = new(new MemoryTable());

    private readonly Policy _policy = new()
    {
        Organisation = "Traces",
        TimeZone = TimeZoneInfo.Utc,
        Admins = [],
        // What the figures count as use.
        Idle = new IdleRules { Threshold = (int)TraceSeries.Used, Resume = resume },
        Teams = [new Team { Name = Team, Title = Team, Managers = [], Members = [] }],
    };

    public string Name => name;

    public int Cadence => 5;

    public int Grace => 10;

    public IReplayedMachine Started(TraceSeries series, int minute)
    {
        var now = ReplayView.At(minute);
        return new Life(this, new Machine
        {
            Id = MachineId.FromRequest($"{series.Name}/{series.Start}"),
            Name = "ember-otter",
            Owner = $"{series.Name}/{series.Start}",
            Team = Team,
            Blueprint = new BlueprintRef("trace", 1),
            Placements = [new Placement("Standard_NC24ads_A100_v4", "eastus")],
            Spot = false,
            KeepOnFailure = false,
            Home = new Conversation("terminal", Team, IsDirect: false),
            Phase = Phase.Running,
            Wanted = Wanted.Running,
            LaunchedAt = now,
            PhaseSince = now,
            DueAt = now,
            LeaseLength = TimeSpan.FromDays(365),
            LongestLease = TimeSpan.FromDays(365),
            RunningSince = now,
        });
    }

    private sealed class Life(RulesPolicy owner, Machine machine) : IReplayedMachine
    {
        private Machine _machine = machine;

        public Decision At(ReplayView view)
        {
            var (use, settings) = (view.Use(LookBack), IdleSettings.For(_machine, blueprint: null, owner._policy, view.Now));
            owner._habits.See(_machine, use, settings);
            var c = new Case(_machine, use, settings, view.Now)
            {
                Risk = owner._habits.RiskOf(_machine, settings, view.Now),
                IdleSince = owner._habits.IdleSince(_machine),
            };
            var step = ReapStep.Of(c, ReaperRules.Judge(c));
            if (step.Ends) return Decision.Stop;
            var before = _machine.Idle?.Warning;
            _machine = step.Step?.Machine ?? _machine;
            if (_machine.Idle is not { Warning: { } warning } idle) return Decision.Keep;
            // It is delivered at once.
            _machine = _machine with { Idle = idle with { Warning = warning with { ToldAt = warning.At } } };
            return warning == before ? Decision.Keep : Decision.Stop;
        }
    }
}
