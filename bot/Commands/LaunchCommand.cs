using System.Diagnostics;
using ChatOps.Bot.Cards;
using ChatOps.Core.Approvals;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Orders;
using ChatOps.Core.People;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Commands;

public sealed class LaunchCommand(Launching launching, Asking asking, BlueprintCatalog blueprints) : ICommand
{
    public CommandSyntax Syntax { get; } = new(
        "launch",
        "launch BLUEPRINT[@VERSION] [for 4h | --hours 4] [--gpus N] [--region R] [--spot] [--name N] [--team T] [--project P] [--reason R]",
        "Get a GPU machine, ready to work on.")
    {
        Aliases = ["create", "new"],
        Arguments = [new Argument("blueprint"), new Argument("lease", ArgumentKind.Duration)],
        Options =
        [
            new Option("for", OptionKind.Duration, "How long you want it; you can extend it later.", Phrase: "for"),
            new Option("hours", OptionKind.Hours, "The same, in hours."),
            new Option("gpus", OptionKind.Number, "How many GPUs.", Phrase: "with", Unit: "gpus"),
            new Option("region", OptionKind.Word, "Where, instead of the first place that has room.", Phrase: "in"),
            new Option("spot", OptionKind.Flag, "Much cheaper, but Azure may take it back at 30 seconds' notice.", Phrase: "on"),
            new Option("name", OptionKind.Word, "What to call it, instead of a name of ours.", Phrase: "named"),
            new Option("team", OptionKind.Word, "Which of your teams pays."),
            new Option("project", OptionKind.Word, "What it is charged to besides; `cost team by project` adds it up."),
            new Option("reason", OptionKind.Word, "What it is for; it stands in its history, and whoever must approve it reads it."),
            new Option("idle", OptionKind.Duration, "How long without use is enough for it to be stopped; never more than its blueprint allows."),
            new Option("keep-on-failure", OptionKind.Flag, "If it fails, leave it for debugging instead of removing it. It costs until its lease ends."),
            new Option("another", OptionKind.Flag, "One more, although one of the same is on its way."),
            RequestWords.Ask,
        ],
        Examples = ["launch pytorch-a100 for 4 hours", "launch pytorch-a100@1 with 2 gpus on spot", "launch pytorch-t4 --hours 2 --name scratch"],
        Details = "Without a blueprint you get a form. The machine is announced when its checks have passed on the machine itself; "
            + "if they do not, it says why and leaves nothing behind. What the policy does not allow at once goes to your manager.",
        Needs = Need.Team,
    };

    public async Task<Reply> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        if (call.Words.Word("blueprint") is null) return await FormAsync(call, cancellationToken);
        var order = OrderOf(call);
        if (RequestWords.AsksWhy(call.Words)) return Reply.Private(RequestForms.WhyNeeded(call.Request.Text));
        return await launching.LaunchAsync(call.Person, order, cancellationToken) switch
        {
            LaunchOutcome.Launched launched => Reply.ToAll(MachineCard.Build(launched.Machine, call.Clock), MachineCard.Key(launched.Machine.Id)),
            LaunchOutcome.AlreadyOnItsWay same => Reply.Private(AlreadyOnItsWayCard.Build(same.Machine, call.Request.Text, call.Clock)),
            LaunchOutcome.AskedBefore before => RequestReply.Of(before.Request, call),
            LaunchOutcome.NeedsApproval { Plan: var plan, Decision: var decision } when order.Reason is null =>
                Reply.Private(RequestForms.WhyNeeded(call.Request.Text, $"launch {plan.Blueprint.Name}", decision)),
            LaunchOutcome.NeedsApproval needs =>
                RequestReply.Of(await asking.AskAsync(call.Person, order, needs, order.Reason, cancellationToken), call),
            _ => throw new UnreachableException(),
        };
    }

    /// <exception cref="UserError">The words contradict each other.</exception>
    internal static LaunchOrder OrderOf(CommandCall call)
    {
        var words = call.Words;
        var (name, version) = BlueprintWord.Read(words.Word("blueprint") ?? "");
        TimeSpan?[] leases = [words.Duration("lease"), words.Duration("for"), words.Duration("hours")];
        if (leases.Count(lease => lease is not null) > 1) throw new UserError("You gave its time twice. Write either `for 4h` or `--hours 4`.");
        return new LaunchOrder
        {
            RequestId = call.Request.Id,
            Blueprint = name,
            Version = version,
            Lease = leases.FirstOrDefault(lease => lease is not null),
            Gpus = words.Number("gpus"),
            Region = words.Word("region")?.ToLowerInvariant(),
            Spot = words.Flag("spot"),
            Name = words.Word("name")?.ToLowerInvariant(),
            Team = words.Word("team")?.ToLowerInvariant(),
            Project = words.Word("project")?.ToLowerInvariant(),
            Reason = RequestWords.ReasonOf(words),
            IdleAfter = words.Duration("idle"),
            KeepOnFailure = words.Flag("keep-on-failure"),
            Another = words.Flag("another"),
            Home = call.Request.Conversation,
        };
    }

    private async Task<Reply> FormAsync(CommandCall call, CancellationToken cancellationToken) =>
        Reply.Private(LaunchForm.Build([.. blueprints.For(call.Person)], await launching.LastAsync(call.Person, cancellationToken)));
}
