using System.Text;

namespace ChatOps.Tests.Tools;

/// <summary>
/// A terminal as far as the sandbox uses one: what is written to it moves a cursor over lines of a fixed width. It has no
/// bottom, so that nothing scrolls out of sight. An escape sequence that it does not know is a test's failure.
/// </summary>
public sealed class TinyTerminal(int width) : StringWriter
{
    private readonly List<char[]> _rows = [];
    private string _escape = "";
    private bool _wraps;

    public override Encoding Encoding => Encoding.UTF8;

    public int Row { get; private set; }

    public int Column { get; private set; }

    /// <summary>The lines, without what is blank at their end and below the last.</summary>
    public string[] Lines => [.. _rows.Select(row => new string(row).TrimEnd()).Reverse().SkipWhile(line => line.Length == 0).Reverse()];

    /// <summary>The line that the cursor is in, left of it.</summary>
    public string LeftOfCursor => _rows.Count > Row ? new string(_rows[Row], 0, Column) : "";

    public override void Write(string? value)
    {
        foreach (var c in value ?? "") Write(c);
    }

    public override void Write(char value)
    {
        if (_escape.Length > 0 || value == '\u001b') Escape(value);
        else if (value == '\r') Go(Row, 0);
        else if (value == '\n') Go(Row + 1, Column);
        else Put(value);
    }

    private void Put(char value)
    {
        // As real ones do: a full line is left only when there is something for the next one.
        if (_wraps) Go(Row + 1, 0);
        while (_rows.Count <= Row) _rows.Add([.. Enumerable.Repeat(' ', width)]);
        _rows[Row][Column] = value;
        if (Column == width - 1) _wraps = true;
        else Column++;
    }

    private void Escape(char value)
    {
        _escape += value;
        if (!char.IsAsciiLetter(value)) return;
        var (parameters, final) = (_escape[2..^1], _escape[^1]);
        _escape = "";
        var count = int.TryParse(parameters, out var number) ? number : 1;
        switch (final)
        {
            case 'm':
                break;
            case 'A':
                Go(Math.Max(0, Row - count), Column);
                break;
            case 'C':
                Go(Row, Math.Min(width - 1, Column + count));
                break;
            case 'J':
                EraseBelow();
                break;
            default:
                throw new NotSupportedException($"This terminal does not know ESC [ {parameters} {final}.");
        }
    }

    private void EraseBelow()
    {
        if (Row >= _rows.Count) return;
        Array.Fill(_rows[Row], ' ', Column, width - Column);
        _rows.RemoveRange(Row + 1, _rows.Count - Row - 1);
    }

    private void Go(int row, int column) => (Row, Column, _wraps) = (row, column, false);
}
