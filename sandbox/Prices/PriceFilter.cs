using System.Text.RegularExpressions;

namespace ChatOps.Sandbox.Prices;

/// <summary>Reads <c>$filter</c>: fields with eq and ne, joined by and, or and brackets. Values are case-sensitive, as in Azure.</summary>
internal sealed partial class PriceFilter
{
    private readonly List<string> _tokens;
    private int _next;

    private PriceFilter(string text) => _tokens = [.. Token().Matches(text).Select(match => match.Value)];

    [GeneratedRegex(@"'(?:[^']|'')*'|[A-Za-z]+|[()]|\S", RegexOptions.CultureInvariant)]
    private static partial Regex Token();

    /// <exception cref="FormatException">It is no filter that the list knows.</exception>
    public static Func<PriceRow, bool> Read(string text)
    {
        var filter = new PriceFilter(text);
        var read = filter.ReadOr();
        return filter._next == filter._tokens.Count ? read : throw filter.Wrong();
    }

    private Func<PriceRow, bool> ReadOr()
    {
        var left = ReadAnd();
        while (Take("or"))
        {
            var (one, other) = (left, ReadAnd());
            left = row => one(row) || other(row);
        }
        return left;
    }

    private Func<PriceRow, bool> ReadAnd()
    {
        var left = ReadOne();
        while (Take("and"))
        {
            var (one, other) = (left, ReadOne());
            left = row => one(row) && other(row);
        }
        return left;
    }

    private Func<PriceRow, bool> ReadOne()
    {
        if (Take("("))
        {
            var inner = ReadOr();
            return Take(")") ? inner : throw Wrong();
        }
        var (field, isEqual) = (Next(), Take("eq"));
        if (!isEqual && !Take("ne")) throw Wrong();
        if (Next() is not ['\'', .. var value, '\'']) throw Wrong();
        var wanted = value.Replace("''", "'", StringComparison.Ordinal);
        return row => (row.Field(field) ?? throw Wrong()) == wanted == isEqual;
    }

    private bool Take(string token)
    {
        if (_next == _tokens.Count || _tokens[_next] != token) return false;
        _next++;
        return true;
    }

    private string Next() => _next < _tokens.Count ? _tokens[_next++] : throw Wrong();

    private FormatException Wrong() => new($"The filter is not understood near its part {_next}.");
}
