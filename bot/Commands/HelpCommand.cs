using System.Collections.Immutable;
using ChatOps.Bot.Cards;
using ChatOps.Core.People;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Commands;

/// <param name="all">Every command, this one included; asked for when help is, because the list is not complete before.</param>
public sealed class HelpCommand(Func<ImmutableArray<ICommand>> all) : ICommand
{
    public CommandSyntax Syntax { get; } = new("help", "help [COMMAND]", "What you can say.")
    {
        Aliases = ["?"],
        Arguments = [new Argument("topic")],
        Examples = ["help", "help launch"],
        Reads = true,
        Needs = Need.Nothing,
    };

    public Task<Reply> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var commands = all().RemoveAll(command => !call.Person.May(command.Syntax.Needs));
        if (call.Words.Word("topic")?.ToLowerInvariant() is not { } topic) return Task.FromResult(Reply.Private(HelpCard.Build(commands)));
        var command = commands.FirstOrDefault(c => c.Syntax.Name == topic || c.Syntax.Aliases.Contains(topic))
            ?? throw new UserError($"There is no help on \"{Echo.Of(topic)}\".{NearMiss.Hint(topic, commands.Select(c => c.Syntax.Name))} "
                + "`help` shows what there is.");
        return Task.FromResult(Reply.Private(HelpCard.On(command.Syntax)));
    }
}
