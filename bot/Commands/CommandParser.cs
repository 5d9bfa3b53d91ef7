using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ChatOps.Core.People;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Commands;

/// <summary>From what was typed to a command and its words. <c>--hours 4</c> and <c>for 4 hours</c> mean the same.</summary>
public static partial class CommandParser
{
    /// <summary>A leading mention, <c>/gpu</c> or <c>gpu</c> is only a way of addressing us.</summary>
    [GeneratedRegex(@"^\s*(?:<at>[^<]*</at>|@gpu)?\s*(?:/?gpu(?=\s|$))?\s*", RegexOptions.IgnoreCase)]
    private static partial Regex Address();

    /// <summary>No command is nearly as long; more than this is a paste gone astray.</summary>
    private const int Longest = 1000;

    /// <summary>A year; more is a slip of the finger.</summary>
    private const int MostHours = 8784;

    private const int LargestNumber = 9999;

    /// <summary>The command that the text names and the rest of the text; null for an empty text.</summary>
    /// <param name="person">Nothing is suggested that they may never say; null for suggesting everything.</param>
    /// <exception cref="UserError">There is no such command.</exception>
    public static (ICommand Command, CommandWords Words)? Parse(string text, ImmutableArray<ICommand> commands, Person? person = null)
    {
        text = text.Trim();
        if (text.Length > Longest)
            throw new UserError($"That is too long to be a command: {text.Length} characters, and I read {Longest}. `help` shows what you can say.");
        var tokens = Tokens(Address().Replace(Plain(text), "", 1));
        if (tokens.Count == 0) return null;
        var name = tokens[0].ToLowerInvariant();
        var command = commands.FirstOrDefault(c => c.Syntax.Name == name || c.Syntax.Aliases.Contains(name))
            ?? throw NoCommand(tokens[0], commands.Where(c => person?.May(c.Syntax.Needs) ?? true));
        return (command, Words(command.Syntax, tokens[1..]));
    }

    private static UserError NoCommand(string typed, IEnumerable<ICommand> offered) => new(
        $"I do not know \"{Echo.Of(typed)}\".{NearMiss.Hint(typed.ToLowerInvariant(), offered.Select(c => c.Syntax.Name))} "
        + "`help` shows what you can say.");

    /// <summary>Phones and word processors make typed quotes and spaces pretty.</summary>
    private static string Plain(string text) => text
        .Replace('\u00A0', ' ')
        .Replace('\u201C', '"').Replace('\u201D', '"')
        .Replace('\u2018', '\'').Replace('\u2019', '\'')
        .Replace("\u2014", "--", StringComparison.Ordinal);

    private static List<string> Tokens(string text)
    {
        var tokens = new List<string>();
        var token = new StringBuilder();
        var (inQuotes, hasToken) = (false, false);
        foreach (var c in text)
        {
            if (c == '"') (inQuotes, hasToken) = (!inQuotes, true);
            else if (char.IsWhiteSpace(c) && !inQuotes)
            {
                if (hasToken) tokens.Add(token.ToString());
                token.Clear();
                hasToken = false;
            }
            else
            {
                token.Append(c);
                hasToken = true;
            }
        }
        if (inQuotes) throw new UserError("A quotation mark is never closed. Close it, or leave it out.");
        if (hasToken) tokens.Add(token.ToString());
        return tokens;
    }

    private static CommandWords Words(CommandSyntax syntax, List<string> tokens)
    {
        var values = ImmutableDictionary.CreateBuilder<string, object>();
        var arguments = new Queue<Argument>(syntax.Arguments.Where(a => a.Kind == ArgumentKind.Word));
        for (var i = 0; i < tokens.Count;)
        {
            var token = tokens[i];
            if (token.StartsWith("--", StringComparison.Ordinal)) i = ReadOption(syntax, tokens, i, values);
            else if (Phrase(syntax, tokens, i, values) is { } afterPhrase) i = afterPhrase;
            else if (DurationArgument(syntax, values) is { } argument && ReadDuration(tokens, token is "by" or "for" ? i + 1 : i) is { } read)
                (values[argument], i) = (read.Duration, read.Next);
            else if (arguments.TryDequeue(out var word)) (values[word.Name], i) = (token, i + 1);
            else if (syntax.Arguments.FirstOrDefault(a => a.Kind == ArgumentKind.Text) is { } text)
                (values[text.Name], i) = (values.TryGetValue(text.Name, out var before) ? $"{before} {token}" : token, i + 1);
            else throw new UserError($"I do not know what to do with \"{Echo.Of(token)}\". Write: {syntax.Usage}");
        }
        return new CommandWords(values.ToImmutable());
    }

    private static string? DurationArgument(CommandSyntax syntax, ImmutableDictionary<string, object>.Builder values) =>
        syntax.Arguments.FirstOrDefault(a => a.Kind == ArgumentKind.Duration && !values.ContainsKey(a.Name))?.Name;

    /// <summary><c>--name value</c>, <c>--name=value</c> or <c>--flag</c>.</summary>
    private static int ReadOption(CommandSyntax syntax, List<string> tokens, int i, ImmutableDictionary<string, object>.Builder values)
    {
        var (name, given) = tokens[i].Split('=', 2) is [var before, var after] ? (before[2..], after) : (tokens[i][2..], null);
        var option = syntax.Options.FirstOrDefault(o => o.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw NoOption(syntax, name);
        if (option.Kind == OptionKind.Flag)
        {
            if (given is not null) throw new UserError($"--{option.Name} takes no value; leave it out if you do not want it. Write: {syntax.Usage}");
            values[option.Name] = true;
            return i + 1;
        }
        if (given is not null) tokens[i] = given;
        else if (++i >= tokens.Count || tokens[i].StartsWith("--", StringComparison.Ordinal))
            throw new UserError($"--{option.Name} needs a value. Write: {syntax.Usage}");
        return Value(option, tokens, i, values)
            ?? throw new UserError($"\"{Echo.Of(tokens[i])}\" is not {Expected(option.Kind)}, as --{option.Name} needs it. Write: {syntax.Usage}", option.Name);
    }

    private static UserError NoOption(CommandSyntax syntax, string name)
    {
        var hint = NearMiss.Hint("--" + name, syntax.Options.Select(o => "--" + o.Name));
        return new UserError($"{syntax.Name} has no option {Echo.Name("--" + name)}.{hint} Write: {syntax.Usage}");
    }

    /// <summary><c>for 4 hours</c>, <c>in eastus</c>, <c>with 2 gpus</c>, <c>on spot</c>; null when no phrase begins here.</summary>
    private static int? Phrase(CommandSyntax syntax, List<string> tokens, int i, ImmutableDictionary<string, object>.Builder values)
    {
        var option = syntax.Options.FirstOrDefault(o => o.Phrase is { } phrase && phrase.Equals(tokens[i], StringComparison.OrdinalIgnoreCase));
        if (option is null) return null;
        if (i + 1 >= tokens.Count || tokens[i + 1].StartsWith("--", StringComparison.Ordinal))
            throw new UserError($"\"{option.Phrase}\" needs something after it. Write: {syntax.Usage}");
        if (option.Kind == OptionKind.Flag)
        {
            if (!tokens[i + 1].Equals(option.Name, StringComparison.OrdinalIgnoreCase)) return null;
            values[option.Name] = true;
            return i + 2;
        }
        var next = Value(option, tokens, i + 1, values)
            ?? throw new UserError($"\"{Echo.Of(tokens[i + 1])}\" is not {Expected(option.Kind)}, as \"{option.Phrase}\" needs it. Write: {syntax.Usage}");
        var unitFollows = next < tokens.Count
            && option.Unit is { } unit
            && tokens[next].TrimEnd('s').Equals(unit.TrimEnd('s'), StringComparison.OrdinalIgnoreCase);
        return unitFollows ? next + 1 : next;
    }

    private static int? Value(Option option, List<string> tokens, int i, ImmutableDictionary<string, object>.Builder values)
    {
        if (values.ContainsKey(option.Name)) throw new UserError($"You gave --{option.Name} twice. Give it once.");
        switch (option.Kind)
        {
            case OptionKind.Duration:
                if (ReadDuration(tokens, i) is not { } read) return null;
                values[option.Name] = read.Duration;
                return read.Next;
            case OptionKind.Hours:
                if (!IsWritten(tokens[i])) return null;
                if (!double.TryParse(tokens[i], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var hours)) return null;
                if (hours is not (> 0 and <= MostHours)) return null;
                values[option.Name] = TimeSpan.FromHours(hours);
                return i + 1;
            case OptionKind.Number:
                if (!IsWritten(tokens[i]) || !int.TryParse(tokens[i], NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
                if (number > LargestNumber) return null;
                values[option.Name] = number;
                return i + 1;
            case OptionKind.Word:
                values[option.Name] = tokens[i];
                return i + 1;
            case OptionKind.Flag:
            default:
                return null;
        }
    }

    /// <summary>.NET reads a number also where NULs follow it.</summary>
    private static bool IsWritten(string number) => !number.Contains('\0', StringComparison.Ordinal);

    /// <summary>The longest duration that begins here: "4h", "4 hours", "1 h 30 min".</summary>
    private static (TimeSpan Duration, int Next)? ReadDuration(List<string> tokens, int i)
    {
        for (var length = Math.Min(4, tokens.Count - i); length > 0; length--)
            if (Durations.TryParse(string.Join(' ', tokens.Skip(i).Take(length)), out var duration) && duration > TimeSpan.Zero) return (duration, i + length);
        return null;
    }

    private static string Expected(OptionKind kind) => kind switch
    {
        OptionKind.Number => $"a whole number up to {LargestNumber}",
        OptionKind.Hours => $"a number of hours between 0 and {MostHours}",
        OptionKind.Duration => "a duration such as 4h or 90m",
        OptionKind.Flag or OptionKind.Word => "a word",
    };
}
