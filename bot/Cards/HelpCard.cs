using System.Collections.Immutable;
using ChatOps.Bot.Commands;

namespace ChatOps.Bot.Cards;

public static class HelpCard
{
    /// <param name="commands">Those that the person may say.</param>
    public static Card Build(ImmutableArray<ICommand> commands) => new Card { Title = "What you can say" }
        .Add(new CardElement.Table(["Say", "To"], [.. commands.Select(c => ImmutableArray.Create(Short(c.Syntax), c.Syntax.Summary))]))
        .Add(new CardElement.Text($"`help {commands[0].Syntax.Name}` says more about one of them. Your only machine needs no name.", TextStyle.Subtle))
        .Add(commands.Any(c => c.Syntax.Name == "launch") ? new CardButton("Launch a machine", "launch", ButtonStyle.Primary) : null)
        .Add(new CardButton("Catalog", "catalog"));

    public static Card On(CommandSyntax syntax)
    {
        var card = new Card { Title = syntax.Usage }.Add(new CardElement.Text(syntax.Summary));
        if (syntax.Details is { } details) card = card.Add(new CardElement.Text(details));
        if (!syntax.Options.IsEmpty) card = card.Add(new CardElement.Table(["Option", "Means"], [.. syntax.Options.Select(Row)]));
        if (!syntax.Examples.IsEmpty) card = card.Add(new CardElement.Code(string.Join('\n', syntax.Examples), "For example:"));
        return syntax.Aliases.IsEmpty ? card : card.Add(new CardElement.Text($"Also: {string.Join(", ", syntax.Aliases)}", TextStyle.Subtle));
    }

    private static string Short(CommandSyntax syntax) => syntax.Usage.Split(" [for", 2)[0];

    private static ImmutableArray<string> Row(Option option)
    {
        var value = option.Kind switch
        {
            OptionKind.Flag => "",
            OptionKind.Number => " N",
            OptionKind.Hours => " 4",
            OptionKind.Duration => " 4h",
            OptionKind.Word => " X",
        };
        var phrase = (option.Phrase, option.Kind) switch
        {
            (null, _) => "",
            ({ } said, OptionKind.Flag) => $" or \"{said} {option.Name}\"",
            ({ } said, OptionKind.Duration) => $" or \"{said} 4 hours\"",
            ({ } said, OptionKind.Number) => $" or \"{said} 2 {option.Unit}\"",
            ({ } said, _) => $" or \"{said} X\"",
        };
        return [$"--{option.Name}{value}{phrase}", option.Summary];
    }
}
