using ChatOps.Core.Machines;

namespace ChatOps.Simulation;

/// <summary>The queue: it loses, repeats and reorders as the weather says, also when everything else has calmed down.</summary>
internal sealed class NudgeBox(Agenda agenda, Random random, Weather weather, Action<Nudge> arrives)
{
    public bool Add(Nudge nudge)
    {
        if (random.Next(1000) >= weather.NudgesLost) Send(nudge);
        if (random.Next(1000) < weather.NudgesTwice) Send(nudge);
        return true;
    }

    private void Send(Nudge nudge) => agenda.In(TimeSpan.FromSeconds(random.Next(10) == 0 ? random.Next(300) : random.NextDouble() * 2), () => arrives(nudge));
}
