using System.Text;

namespace ChatOps.Sandbox.Terminal;

/// <summary>The line that is being typed: cursor, history, completion with Tab.</summary>
/// <param name="words">What Tab completes to.</param>
internal sealed class LineEditor(Func<IEnumerable<string>> words)
{
    private readonly List<string> _history = [];
    private readonly StringBuilder _line = new();
    private int _past;

    public string Text => _line.ToString();

    public int Cursor { get; private set; }

    /// <summary>The line when Enter ended it, else null.</summary>
    public string? Type(ConsoleKeyInfo key)
    {
        switch (key.Key)
        {
            case ConsoleKey.Enter:
                var line = Text;
                if (line.Trim().Length > 0 && (_history.Count == 0 || _history[^1] != line)) _history.Add(line);
                _past = _history.Count;
                Set("");
                return line;
            case ConsoleKey.Backspace when Cursor > 0:
                _line.Remove(--Cursor, 1);
                break;
            case ConsoleKey.Delete when Cursor < _line.Length:
                _line.Remove(Cursor, 1);
                break;
            case ConsoleKey.LeftArrow:
                Cursor = Math.Max(0, Cursor - 1);
                break;
            case ConsoleKey.RightArrow:
                Cursor = Math.Min(_line.Length, Cursor + 1);
                break;
            case ConsoleKey.Home:
                Cursor = 0;
                break;
            case ConsoleKey.End:
                Cursor = _line.Length;
                break;
            case ConsoleKey.UpArrow when _past > 0:
                Set(_history[--_past]);
                break;
            case ConsoleKey.DownArrow:
                _past = Math.Min(_history.Count, _past + 1);
                Set(_past < _history.Count ? _history[_past] : "");
                break;
            case ConsoleKey.U when key.Modifiers.HasFlag(ConsoleModifiers.Control):
                Set("");
                break;
            case ConsoleKey.Tab:
                Complete();
                break;
            default:
                if (char.IsControl(key.KeyChar)) break;
                _line.Insert(Cursor++, key.KeyChar);
                break;
        }
        return null;
    }

    /// <summary>As much of the last word as all candidates share; a space when there is only one.</summary>
    private void Complete()
    {
        var start = Text.LastIndexOf(' ') + 1;
        var typed = Text[start..];
        var candidates = words().Where(w => w.StartsWith(typed, StringComparison.OrdinalIgnoreCase)).Distinct().ToList();
        if (typed.Length == 0 || candidates.Count == 0) return;
        var shared = candidates.Aggregate((a, b) => a[..a.Zip(b).TakeWhile(pair => pair.First == pair.Second).Count()]);
        Set(Text[..start] + shared + (candidates.Count == 1 ? " " : ""));
    }

    private void Set(string text)
    {
        _line.Clear().Append(text);
        Cursor = text.Length;
    }
}
