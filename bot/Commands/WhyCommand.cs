using System.Collections.Immutable;
using ChatOps.Bot.Cards;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.Reaping;

namespace ChatOps.Bot.Commands;

public sealed class WhyCommand(MachineFinder finder, Reaper reaper) : ICommand
{
    /// <summary>A chat does not wait for long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

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
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            return call.Answer(WhyCards.Build(machine, [.. await reaper.WhyAsync(machine, Ago, patience.Token)], call.Clock), [machine]);
        }
        catch (Exception e) when (e is CloudFaultException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return call.Answer(WhyCards.Unknown(machine), [machine]);
        }
    }
}
