using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using ChatOps.Bot.Cards;
using ChatOps.Core.Words;

namespace ChatOps.Sandbox.Teams;

/// <summary>
/// Reads an Adaptive Card as a person in Teams sees it, with what its buttons send, into a neutral card: transcripts look the
/// same whatever the channel. The ids that the renderer gives say what an element is for.
/// </summary>
public static partial class AdaptiveCardReader
{
    /// <summary>Signs that the renderer sets to keep text as it is.</summary>
    private const char FixedSpace = '\u00A0', Joiner = '\u2060';

    /// <summary>What the heading of a chart ends with.</summary>
    [GeneratedRegex(@" \(([^()]*)\)$")]
    private static partial Regex Unit();

    /// <exception cref="FormatException">It is not a card as the renderer draws them.</exception>
    public static Card Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new FormatException($"This is no JSON: {e.Message}", e);
        }
    }

    /// <exception cref="FormatException">It is not a card as the renderer draws them.</exception>
    public static Card Read(JsonElement json)
    {
        try
        {
            var card = new Card { Title = "" };
            foreach (var element in json.GetProperty("body").EnumerateArray()) card = Add(card, element);
            return card;
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            throw new FormatException($"This is no card of ours: {e.Message} {json}", e);
        }
    }

    private static Card Add(Card card, JsonElement element) => Kind(element) switch
    {
        "title" => Title(card, element),
        "text" => card.Add(Text(element)),
        "facts" => card.Add(new CardElement.Facts([.. Items(element).Select(Fact)])),
        "steps" => card.Add(new CardElement.Steps([.. Items(element).Where(row => Type(row) == "ColumnSet").Select(Step)])),
        "table" => card.Add(Table(element)),
        "code" => card.Add(Code(element)),
        "chart" => card.Add(Chart(element)),
        "form" => card with { Form = Form(element) },
        "buttons" => card with { Buttons = card.Buttons.AddRange(element.GetProperty("actions").EnumerateArray().Select(Button)) },
        var kind => throw new FormatException($"Nobody knows what \"{kind}\" is: {element}"),
    };

    /// <summary>"facts" of the id "facts-2".</summary>
    private static string Kind(JsonElement element) => (Maybe(element, "id") ?? "").Split('-')[0];

    private static Card Title(Card card, JsonElement band)
    {
        var tone = Maybe(band, "style") switch
        {
            "accent" => Tone.Progress,
            "good" => Tone.Good,
            "warning" => Tone.Warning,
            "attention" => Tone.Bad,
            _ => Tone.Plain,
        };
        var (text, mark) = (Lines(Items(band)), tone.Mark());
        if (!text.StartsWith(mark, StringComparison.Ordinal)) throw new FormatException($"The title has another mark than its colour says: {band}");
        return card with { Tone = tone, Title = text[mark.Length..] };
    }

    private static CardElement.Text Text(JsonElement container)
    {
        var lines = Items(container);
        var look = lines.Count == 0 ? default : lines[0].GetProperty("inlines")[0];
        var style = look.ValueKind == JsonValueKind.Undefined ? TextStyle.Plain
            : look.TryGetProperty("isSubtle", out _) ? TextStyle.Subtle
            : Maybe(look, "weight") == "Bolder" ? TextStyle.Strong
            : TextStyle.Plain;
        return new CardElement.Text(Lines(lines), style);
    }

    private static Fact Fact(JsonElement row) => Columns(row) is [var name, var value]
        ? new Fact(name, value)
        : throw new FormatException($"A fact has a name and a value: {row}");

    private static CardStep Step(JsonElement row)
    {
        if (Columns(row) is not [var mark, var label, var time]) throw new FormatException($"A step has a mark, a label and a time: {row}");
        var state = mark switch
        {
            "·" => StepState.Waiting,
            "◐" => StepState.Active,
            "✓" => StepState.Done,
            "✗" => StepState.Failed,
            _ => throw new FormatException($"No step is marked with \"{mark}\"."),
        };
        if (time.Length == 0) return new CardStep(label, state, null);
        return Durations.TryParse(time, out var elapsed)
            ? new CardStep(label, state, elapsed)
            : throw new FormatException($"\"{time}\" is no time that a step takes.");
    }

    private static CardElement.Table Table(JsonElement table)
    {
        ImmutableArray<ImmutableArray<string>> rows =
        [
            .. table.GetProperty("rows").EnumerateArray().Select(row =>
                row.GetProperty("cells").EnumerateArray().Select(cell => Lines(Items(cell))).ToImmutableArray()),
        ];
        return new CardElement.Table(rows[0], rows.RemoveAt(0));
    }

    private static CardElement.Code Code(JsonElement container)
    {
        var items = Items(container);
        var caption = items.Count > 1 ? Lines(items[..^1]) : null;
        return new CardElement.Code(items[^1].GetProperty("codeSnippet").GetString() ?? "", caption);
    }

    private static CardElement.Chart Chart(JsonElement chart)
    {
        var (heading, data) = (Maybe(chart, "title") ?? "", chart.GetProperty("data").EnumerateArray());
        var unit = Unit().Match(heading);
        var (kind, series) = Type(chart) switch
        {
            "Chart.HorizontalBar" => (ChartKind.Bar, [new ChartSeries("", Points(data, "x", "y"))]),
            "Chart.Donut" => (ChartKind.Donut, [new ChartSeries("", Points(data, "legend", "value"))]),
            "Chart.Line" => (ChartKind.Line, Series(data)),
            "Chart.VerticalBar.Grouped" => (ChartKind.Bar, Series(data)),
            var type => throw new FormatException($"{type} is no chart of ours."),
        };
        return new CardElement.Chart(unit.Success ? heading[..unit.Index] : heading, kind, unit.Groups[1].Value, series);
    }

    private static ImmutableArray<ChartSeries> Series(IEnumerable<JsonElement> data) =>
        [.. data.Select(series => new ChartSeries(Maybe(series, "legend") ?? "", Points(series.GetProperty("values").EnumerateArray(), "x", "y")))];

    private static ImmutableArray<ChartPoint> Points(IEnumerable<JsonElement> data, string label, string value) =>
        [.. data.Select(point => new ChartPoint(Maybe(point, label) ?? "", point.GetProperty(value).GetDecimal()))];

    private static Form Form(JsonElement container)
    {
        var items = Items(container);
        var submit = items[^1].GetProperty("actions")[0];
        return new Form(Pressed(submit, "fill"), Maybe(submit, "title") ?? "", [.. items[..^1].Select(Field)]);
    }

    private static FormField Field(JsonElement input)
    {
        var choices = input.TryGetProperty("choices", out var list) ? list.EnumerateArray().Select(choice => Maybe(choice, "value") ?? "") : [];
        var value = input.TryGetProperty("value", out var given) ? given.ToString() : "";
        return new FormField(Maybe(input, "id") ?? "", Maybe(input, "label") ?? "", value, [.. choices], Type(input) == "Input.Number");
    }

    private static CardButton Button(JsonElement action) => new(Maybe(action, "title") ?? "", Pressed(action, "say"), Maybe(action, "style") switch
    {
        "positive" => ButtonStyle.Primary,
        "destructive" => ButtonStyle.Danger,
        _ => ButtonStyle.Plain,
    });

    private static string Pressed(JsonElement action, string what) =>
        Maybe(action.GetProperty("data").GetProperty("chatops"), what) ?? throw new FormatException($"The button does not say what to {what}: {action}");

    private static List<string> Columns(JsonElement row) =>
        [.. row.GetProperty("columns").EnumerateArray().Select(column => Lines(Items(column)))];

    private static string Lines(IEnumerable<JsonElement> blocks) =>
        string.Join('\n', blocks.Select(block => string.Concat(block.GetProperty("inlines").EnumerateArray().Select(Run))));

    private static string Run(JsonElement run)
    {
        var text = (Maybe(run, "text") ?? "").Replace($"{Joiner}", "", StringComparison.Ordinal);
        text = text == $"{FixedSpace}" ? "" : text.Replace(FixedSpace, ' ');
        return Maybe(run, "fontType") == "Monospace" ? $"`{text}`" : text;
    }

    private static List<JsonElement> Items(JsonElement container) => [.. container.GetProperty("items").EnumerateArray()];

    private static string Type(JsonElement element) => Maybe(element, "type") ?? "";

    private static string? Maybe(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;
}
