using System.Collections.Immutable;
using ChatOps.Bot.Cards;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.Reaping;

namespace ChatOps.Bot.Commands;

public sealed class WhyCommand(MachineFinder finder, Reaper reaper) : ICommand
{
    private static readonly ImmutableArray<TimeSpan> Ago = [.. Enumerable.Range(0, 7).Select(i => TimeSpan.FromMinutes(10 * i))];

    public CommandSyntax Syntax { get; } = new(
        "why", "why [MACHINE]", "Why a machine is left running, or is to be stopped for being idle: each rule, with what it saw.")
    {
        Arguments = [new Argument("machine")],
        Examples = ["why", "why ember-otter"],
        Reads = true,
        Details = "The rules are asked again about what was measured in the last hour. One that says keep is enough for a machine to be left alone.",
        Needs = Need.SeeMachine,
    };

    public async Task<Reply> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var machine = await finder.FindAsync(call.Person, call.Words.Word("machine"), m => m.Phase == Phase.Running, cancellationToken);
        if (!reaper.IsMeasuring && machine.Phase == Phase.Running) return call.Answer(WhyCards.NotMeasured(machine), [machine]);
        try
        {
            return call.Answer(WhyCards.Build(machine, [.. await reaper.WhyAsync(machine, Ago, cancellationToken)], call.Clock), [machine]);
        }
        catch (CloudFaultException)
        {
            return call.Answer(WhyCards.Unknown(machine), [machine]);
        }
    }
}
