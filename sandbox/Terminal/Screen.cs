using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ChatOps.Sandbox.Terminal;

/// <summary>
/// The terminal in two parts: what was said scrolls away above; below it a part that is drawn again in place, with the cards
/// that are in motion and the line that is being typed.
/// </summary>
internal sealed class Screen(TextWriter terminal, Func<int> width)
{
    private int _rowsBelow;
    private string _drawn = "";

    /// <summary>Prints above the lower part, which is drawn again by the next <see cref="Draw"/>.</summary>
    /// <param name="unbroken">Leaves it to the terminal to wrap long lines, which it then copies as one.</param>
    public void Print(IRenderable what, bool unbroken = false) => Print(ToText(what, unbroken ? 10_000 : SpectreCards.Width(Math.Max(20, width()))));

    public void Print(string text)
    {
        terminal.Write(Erase() + text.TrimEnd('\n').Replace("\n", "\r\n", StringComparison.Ordinal) + "\r\n");
        terminal.Flush();
    }

    /// <summary>Draws the lower part; writes nothing when it looks as before.</summary>
    /// <param name="cards">Cards in motion, top to bottom.</param>
    public void Draw(IReadOnlyList<IRenderable> cards, string prompt, string line, int cursor)
    {
        var above = string.Concat(cards.Select(card => ToText(card, SpectreCards.Width(Math.Max(20, width())))));
        var (columns, typed) = (Math.Max(20, width()), prompt + line);
        var image = $"{above}\0{typed}\0{cursor}\0{columns}";
        if (_rowsBelow > 0 && image == _drawn) return;
        var erase = Erase();
        _drawn = image;
        var rows = above.Count(c => c == '\n') + (typed.Length / columns);
        // The cursor is put where it is being typed: up from the end of the line, then to its column.
        var at = prompt.Length + cursor;
        var up = (typed.Length / columns) - (at / columns);
        var edge = typed.Length > 0 && typed.Length % columns == 0 ? "\r\n" : "";
        var rise = up > 0 ? $"\u001b[{up.ToString(CultureInfo.InvariantCulture)}A" : "";
        var shift = at % columns > 0 ? $"\u001b[{(at % columns).ToString(CultureInfo.InvariantCulture)}C" : "";
        var aboveInLines = above.Replace("\n", "\r\n", StringComparison.Ordinal);
        terminal.Write($"{erase}{aboveInLines}\u001b[1m{prompt}\u001b[0m{line}{edge}{rise}\r{shift}");
        _rowsBelow = rows - up + 1;
        terminal.Flush();
    }

    /// <summary>From where the cursor is to the top of the lower part, and everything from there on away.</summary>
    private string Erase()
    {
        var up = _rowsBelow - 1;
        _rowsBelow = 0;
        return up > 0 ? $"\r\u001b[{up.ToString(CultureInfo.InvariantCulture)}A\u001b[0J" : "\r\u001b[0J";
    }

    private static string ToText(IRenderable what, int columns)
    {
        var writer = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.Standard,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = columns;
        console.Write(what);
        return string.Join('\n', writer.ToString().Replace("\r", "", StringComparison.Ordinal).Split('\n').Select(line => line.TrimEnd()));
    }
}
