using System.Collections.Immutable;
using ChatOps.Bot.Cards;
using ChatOps.Core.Machines;
using ChatOps.Core.People;

namespace ChatOps.Bot.Commands;

/// <summary>One thing that people can say. A command reads and writes state only, so that each answers well within a chat's patience.</summary>
public interface ICommand
{
    CommandSyntax Syntax { get; }

    /// <exception cref="Core.Words.UserError">The person's mistake; shown to them alone.</exception>
    Task<Reply> RunAsync(CommandCall call, CancellationToken cancellationToken);
}

/// <param name="Clock">The moment of the call.</param>
public sealed record CommandCall(ChatRequest Request, CommandWords Words, Clock Clock)
{
    public Person Person => Request.Person;

    /// <summary>To all where everybody may know of these machines anyway: in the channel of their team. Elsewhere to the asker alone.</summary>
    public Reply Answer(Card card, IReadOnlyCollection<Machine> about)
    {
        var home = Request.Conversation;
        var isOurs = home.IsDirect || Person.Teams.Any(team => team.Channel == home.Id && about.All(machine => machine.Team == team.Name));
        return isOurs ? Reply.ToAll(card) : Reply.Private(card);
    }

    /// <summary>Likewise, of what is about a team.</summary>
    /// <param name="about">Null where it is about several.</param>
    public Reply Answer(Card card, Team? about)
    {
        var home = Request.Conversation;
        return home.IsDirect || (about is not null && about.Channel == home.Id) ? Reply.ToAll(card) : Reply.Private(card);
    }
}

/// <summary>How a command is written. Help, the parser and the suggestions are all made from this.</summary>
public sealed record CommandSyntax(string Name, string Usage, string Summary)
{
    public ImmutableArray<string> Aliases { get; init; } = [];
    /// <summary>What comes without a name, in order.</summary>
    public ImmutableArray<Argument> Arguments { get; init; } = [];
    public ImmutableArray<Option> Options { get; init; } = [];
    public ImmutableArray<string> Examples { get; init; } = [];
    /// <summary>What help on this command adds to the summary.</summary>
    public string? Details { get; init; }
    /// <summary>Who may never do it is told so before it runs, and is not shown it in help and suggestions.</summary>
    public required Need Needs { get; init; }
    /// <summary>Nothing is different after it, so that the audit need not have it before it is answered.</summary>
    public bool Reads { get; init; }
}

public sealed record Argument(string Name, ArgumentKind Kind = ArgumentKind.Word);

public enum ArgumentKind
{
    Word,
    Duration,
    /// <summary>All words that nothing else takes.</summary>
    Text,
}

/// <param name="Name">As in <c>--name</c>.</param>
/// <param name="Phrase">The word that says the same in plain English: <c>for</c> 4 hours, <c>in</c> eastus.</param>
/// <param name="Unit">A word that may follow the value: 2 <c>gpus</c>.</param>
public sealed record Option(string Name, OptionKind Kind, string Summary, string? Phrase = null, string? Unit = null);

public enum OptionKind
{
    Flag,
    Word,
    Number,
    Duration,
    /// <summary>A number of hours, read as a duration.</summary>
    Hours,
}
