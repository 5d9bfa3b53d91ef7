using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using ChatOps.Core.Words;
using YamlDotNet.RepresentationModel;

namespace ChatOps.Core.Yaml;

/// <summary>
/// One mapping of a YAML file, read strictly: each field is asked for by name and kind; what was never asked for is an
/// unknown field. Problems are collected, each with file, line and field, so that an author sees all of them at once.
/// </summary>
public sealed class YamlFields
{
    /// <summary>What people read or a machine runs in one go is shorter.</summary>
    private const int LongestText = 4000;
    private const int LongestLine = 100;
    private const decimal MostMoney = 1_000_000_000;

    private readonly string _file;
    private readonly string _path;
    private readonly List<string> _problems;
    private readonly int _line;
    private readonly Dictionary<string, (YamlNode Node, int Line)> _fields = [];
    private readonly HashSet<string> _asked = [];
    private readonly HashSet<string> _wrong = [];
    private readonly List<YamlFields> _children = [];

    private YamlFields(string file, string path, YamlMappingNode? node, int line, List<string> problems)
    {
        (_file, _path, _line, _problems) = (file, path, line, problems);
        foreach (var (key, value) in node?.Children ?? Enumerable.Empty<KeyValuePair<YamlNode, YamlNode>>())
            if (NameOf(key, path) is { } name) _fields[name] = (value, (int)key.Start.Line);
    }

    /// <summary>Reads the file's mapping with <paramref name="read"/>; throws <see cref="InvalidFileException"/> when anything is wrong.</summary>
    public static T Read<T>(string file, string text, Func<YamlFields, T> read)
    {
        var problems = new List<string>();
        var fields = new YamlFields(file, "", YamlText.Parse(file, text), 1, problems);
        var result = read(fields);
        fields.ReportUnknown();
        return problems.Count == 0 ? result : throw new InvalidFileException(problems);
    }

    public bool Has(string name) => Ask(name) is not null;

    /// <summary>False once a problem with this field was reported; what follows from that problem need not be said.</summary>
    public bool IsFine(string name) => !_wrong.Contains(name);

    public void Problem(string name, string what)
    {
        _wrong.Add(name);
        _problems.Add($"{_file}:{(_fields.TryGetValue(name, out var field) ? field.Line : _line)}: {Path(name)}: {what}");
    }

    public string Text(string name, string? pattern = null, string? expected = null)
    {
        if (Ask(name) is not { } node) return Missing(name, "");
        return Scalar(name, node, pattern, expected);
    }

    public string? OptionalText(string name, string? pattern = null, string? expected = null) =>
        Ask(name) is { } node ? Scalar(name, node, pattern, expected) : null;

    /// <summary>A text that is shown as a heading.</summary>
    public string Line(string name) => Ask(name) is null ? Missing(name, "") : OptionalLine(name) ?? "";

    public string? OptionalLine(string name)
    {
        var text = OptionalText(name);
        if (text?.Length > LongestLine || text?.Contains('\n') == true) Problem(name, $"expected one line of at most {LongestLine} characters.");
        return text;
    }

    public int Number(string name, int least, int most)
    {
        if (Ask(name) is not { } node) return Missing(name, least);
        var text = Scalar(name, node);
        if (text.Length == 0) return least;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most) return value;
        Problem(name, $"expected a whole number from {least} to {most}.");
        return least;
    }

    public int? OptionalNumber(string name, int least, int most) => Has(name) ? Number(name, least, most) : null;

    /// <summary>Of money.</summary>
    public decimal? OptionalAmount(string name) => Has(name)
        ? Parsed<decimal>(name, $"an amount above 0 and up to {MostMoney}, such as 20000 or 12.50", text =>
            decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount is > 0 and <= MostMoney
                ? amount : null)
        : null;

    public TimeOnly Time(string name) => Parsed<TimeOnly>(name, "a time of day in quotes, such as \"08:00\"", text =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null) ?? default;

    public DateOnly Date(string name) => Parsed<DateOnly>(name, "a day such as 2026-12-31", text =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null) ?? default;

    public bool Flag(string name) => Ask(name) is { } node && Choice(name, Scalar(name, node), ["true", "false"]) == "true";

    public bool? OptionalFlag(string name) => Has(name) ? Flag(name) : null;

    public TimeSpan Duration(string name)
    {
        if (Ask(name) is not { } node) return Missing(name, TimeSpan.Zero);
        var text = Scalar(name, node);
        if (text.Length == 0) return TimeSpan.Zero;
        if (Durations.TryParse(text, out var duration) && duration > TimeSpan.Zero) return duration;
        Problem(name, "expected a duration such as 30m, 4h or 7d.");
        return TimeSpan.Zero;
    }

    public TimeSpan? OptionalDuration(string name) => Has(name) ? Duration(name) : null;

    /// <summary>One of the enum's names, in lower case.</summary>
    public T OneOf<T>(string name) where T : struct, Enum
    {
        if (Ask(name) is not { } node) return Missing(name, default(T));
        var names = Enum.GetNames<T>().Select(n => n.ToLowerInvariant()).ToArray();
        return Choice(name, Scalar(name, node), names) is { } chosen ? Enum.Parse<T>(chosen, ignoreCase: true) : default;
    }

    public ImmutableArray<string> Texts(string name, string? pattern = null, string? expected = null)
    {
        if (Ask(name) is not { } node) return Missing(name, ImmutableArray<string>.Empty);
        if (node is not YamlSequenceNode sequence || sequence.Children.Count == 0)
        {
            Problem(name, "expected a list with at least one entry.");
            return [];
        }
        return [.. sequence.Children.Select(child => Scalar(name, child, pattern, expected))];
    }

    public ImmutableArray<string> OptionalTexts(string name, string? pattern = null, string? expected = null) =>
        Has(name) ? Texts(name, pattern, expected) : [];

    public ImmutableSortedDictionary<string, string> Pairs(string name, string keyPattern, string valuePattern, string expected)
    {
        if (Ask(name) is not { } node) return ImmutableSortedDictionary<string, string>.Empty;
        var pairs = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (node is not YamlMappingNode) Problem(name, "expected `name: value` entries.");
        foreach (var (key, value) in (node as YamlMappingNode)?.Children ?? Enumerable.Empty<KeyValuePair<YamlNode, YamlNode>>())
        {
            if (NameOf(key, Path(name)) is not { } k) continue;
            var v = (value as YamlScalarNode)?.Value ?? "";
            if (v.Length > LongestText) _problems.Add($"{_file}:{key.Start.Line}: {Path(name)}.{Echo.Of(k)}: {TooLong}");
            else if (!Fits(k, keyPattern) || !Fits(v, valuePattern)) _problems.Add($"{_file}:{key.Start.Line}: {Path(name)}.{Echo.Of(k)}: {expected}");
            else pairs[k] = v;
        }
        return pairs.ToImmutable();
    }

    public T Object<T>(string name, Func<YamlFields, T> read) =>
        Ask(name) is { } node
            ? read(Child(Path(name), node))
            : Missing(name, () => read(new YamlFields(_file, Path(name), null, _line, [])));

    public T? OptionalObject<T>(string name, Func<YamlFields, T> read) where T : class =>
        Ask(name) is { } node ? read(Child(Path(name), node)) : null;

    public ImmutableArray<T> Objects<T>(string name, Func<YamlFields, T> read)
    {
        if (Ask(name) is not { } node) return [];
        if (node is YamlSequenceNode list) return [.. list.Children.Select((child, i) => read(Child($"{Path(name)}[{i + 1}]", child)))];
        Problem(name, "expected a list.");
        return [];
    }

    /// <summary>Each entry of a mapping whose keys are the author's own names, in the file's order.</summary>
    public ImmutableArray<T> Named<T>(string name, Func<string, YamlFields, T> read)
    {
        if (Ask(name) is not { } node) return [];
        if (node is YamlMappingNode map)
        {
            var entries = map.Children
                .Select(pair => (Key: NameOf(pair.Key, Path(name)), pair.Value))
                .Where(p => p.Key is not null)
                .Select(p => read(p.Key ?? "", Child($"{Path(name)}.{Echo.Of(p.Key ?? "")}", p.Value)));
            return [.. entries];
        }
        Problem(name, "expected `name:` entries.");
        return [];
    }

    private YamlFields Child(string path, YamlNode node)
    {
        if (node is not YamlMappingNode) _problems.Add($"{_file}:{node.Start.Line}: {path}: expected `field: value` entries.");
        var child = new YamlFields(_file, path, node as YamlMappingNode, (int)node.Start.Line, node is YamlMappingNode ? _problems : []);
        _children.Add(child);
        return child;
    }

    private void ReportUnknown()
    {
        foreach (var (name, (_, line)) in _fields.Where(f => !_asked.Contains(f.Key)))
        {
            // One slip is one problem: what is written wrongly is not also missing.
            if (NearMiss.Of(name, _asked) is { } meant)
                _problems.RemoveAll(problem => problem.EndsWith($": {Path(meant)}: missing.", StringComparison.Ordinal));
            _problems.Add($"{_file}:{line}: {Path(name)}: unknown field.{NearMiss.Hint(name, _asked)}");
        }
        foreach (var child in _children) child.ReportUnknown();
    }

    private YamlNode? Ask(string name)
    {
        _asked.Add(name);
        return _fields.TryGetValue(name, out var field) ? field.Node : null;
    }

    private T Missing<T>(string name, T instead)
    {
        Problem(name, "missing.");
        return instead;
    }

    private T Missing<T>(string name, Func<T> instead)
    {
        Problem(name, "missing.");
        return instead();
    }

    private string Scalar(string name, YamlNode node, string? pattern = null, string? expected = null)
    {
        var value = (node as YamlScalarNode)?.Value ?? "";
        if (value.Length > LongestText) Problem(name, TooLong);
        else if (Invisible.In(value) is { } invisible) Problem(name, $"there is an invisible character ({invisible}) in it. Remove it.");
        else if (value.Length > 0 && (pattern is null || Fits(value, pattern))) return value;
        else Problem(name, $"expected {expected ?? "a text"}{(value.Length > 0 ? $", not \"{Echo.Of(value)}\"" : "")}.");
        return "";
    }

    private T? Parsed<T>(string name, string expected, Func<string, T?> parse) where T : struct
    {
        if (Ask(name) is not { } node) return Missing(name, default(T?));
        var text = Scalar(name, node);
        if (text.Length == 0) return null;
        if (parse(text) is { } value) return value;
        Problem(name, $"expected {expected}, not \"{Echo.Of(text)}\".");
        return null;
    }

    private static string TooLong => $"is longer than {LongestText} characters.";

    /// <summary>All of it: a pattern's `$` also matches before a line break at the end.</summary>
    public static bool Fits(string value, string pattern) => Regex.Match(value, pattern) is { Success: true } match && match.Length == value.Length;

    private string? NameOf(YamlNode key, string path)
    {
        if (key is YamlScalarNode { Value: { Length: > 0 } name }) return name;
        _problems.Add($"{_file}:{key.Start.Line}: {(path.Length == 0 ? "" : path + ": ")}a field's name must be a text.");
        return null;
    }

    private string? Choice(string name, string value, IReadOnlyCollection<string> choices)
    {
        if (choices.Contains(value)) return value;
        if (value.Length == 0) return null;
        Problem(name, $"expected one of {string.Join(", ", choices)}.{NearMiss.Hint(value, choices)}");
        return null;
    }

    private string Path(string name) => _path.Length == 0 ? Echo.Of(name) : $"{_path}.{Echo.Of(name)}";
}
