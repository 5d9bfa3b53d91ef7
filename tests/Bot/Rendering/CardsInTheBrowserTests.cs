using System.Text.RegularExpressions;
using ChatOps.Bot.Cards;
using ChatOps.Bot.Rendering;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Bot.Rendering;

/// <summary>What Microsoft's renderer for the web makes of the cards, in a real browser.</summary>
public sealed partial class CardsInTheBrowserTests(Chromium chromium)
{
    /// <summary>Elements that only markup makes; a form has labels and inputs, a table cells.</summary>
    private const string Markup = "a, b, strong, i, em, u, s, code, pre, img, svg, iframe, script, style, object, ul, ol, li, h1, h2, h3, blockquote, at";

    [GeneratedRegex(@"[\s\u00A0\u2060]+")]
    private static partial Regex Space();

    [Fact]
    public async Task Every_card_is_drawn_without_complaint_and_shows_all_that_it_says()
    {
        await using var page = await CardPage.OpenAsync(chromium, 600, TestContext.Current.CancellationToken);

        var wrong = new List<string>();
        foreach (var (name, card) in TeamsCards.All.Concat(TeamsCards.Made)) wrong.AddRange(await WrongWithAsync(page, name, card));

        Assert.Empty(wrong);
        Assert.Empty(page.Errors);
    }

    [Theory]
    [InlineData("**bold** __bold__ ***both***")]
    [InlineData("_i_ *i* ~~gone~~")]
    [InlineData("[click](https://evil.example) <https://evil.example>")]
    [InlineData("[x](javascript:document.title='hit')")]
    [InlineData("![p](https://evil.example/p.png)")]
    [InlineData("<at>Everyone</at> <b>b</b> <a href='https://evil.example'>a</a>")]
    [InlineData("<img src=x onerror=\"document.title='hit'\"><script>document.title='hit'</script>")]
    [InlineData("{{DATE(2017-02-14T06:08:39Z,SHORT)}} {{TIME(2017-02-14T06:08:39Z)}} {{{DATE(2017-02-14T06:08:39Z)}}}")]
    [InlineData("${name} {{name}} {name}")]
    [InlineData("- list\n- of\n* two")]
    [InlineData("1. x\n2. y")]
    [InlineData("# h\n> quoted\n---")]
    [InlineData("\\*not bold\\* \\ \\\\ C:\\new\\table")]
    [InlineData("&lt;b&gt; &amp; &#60;")]
    [InlineData("| a | b |\n|---|---|\n| 1 | 2 |")]
    [InlineData("`code` and ``more`` and ` one")]
    [InlineData("שלום world مرحبا")]
    public async Task Text_that_people_typed_is_shown_as_they_typed_it(string typed)
    {
        await using var page = await CardPage.OpenAsync(chromium, 600, TestContext.Current.CancellationToken);

        Assert.Empty(await WrongWithAsync(page, "typed", Typed(typed)));
        Assert.Equal(0, await page.Card.Locator(Markup).CountAsync());
        Assert.Equal("Card", await page.TitleAsync());
        Assert.Empty(page.Errors);
    }

    private static async Task<IEnumerable<string>> WrongWithAsync(CardPage page, string name, Card card)
    {
        var complaints = await page.DrawAsync(AdaptiveCardRenderer.Render(card, TeamsCards.Place));
        var shown = Shown(await page.Card.InnerTextAsync());
        var unseen = Says(card).Where(text => !shown.Contains(Shown(text), StringComparison.Ordinal));
        // The renderer tells of what it replaces by a fallback; that is how it should be.
        return complaints.Where(complaint => !complaint.Contains("Unknown element", StringComparison.Ordinal))
            .Concat(unseen.Select(text => $"cannot be seen: {text}"))
            .Select(problem => $"{name}: {problem}");
    }

    /// <summary>However it is broken into lines. Backticks are marks of our own.</summary>
    private static string Shown(string text) => Space().Replace(text, "").Replace("`", "", StringComparison.Ordinal);

    /// <summary>All texts of a card.</summary>
    private static IEnumerable<string> Says(Card card) =>
    [
        card.Title,
        .. card.Body.SelectMany(Says),
        .. card.Buttons.Select(button => button.Label),
        .. card.Form is { } form ? form.Fields.Select(field => field.Label).Append(form.Submit) : [],
    ];

    private static IEnumerable<string> Says(CardElement element) => element switch
    {
        CardElement.Text text => [text.Value],
        CardElement.Facts facts => facts.Items.SelectMany(fact => new[] { fact.Name, fact.Value }),
        CardElement.Steps steps => steps.Items.Select(step => step.Label),
        CardElement.Table table => table.Columns.Concat(table.Rows.SelectMany(row => row)),
        CardElement.Code code => [code.Caption ?? "", .. code.Value.Split('\n')],
        CardElement.Chart chart => [chart.Title, .. chart.Series.SelectMany(series => series.Points).Select(point => point.Label)],
        _ => [],
    };

    /// <summary>In every place that takes a text.</summary>
    private static Card Typed(string text) => new Card
    {
        Title = text,
        Form = new Form("launch", text, [new FormField("a", text, text, []), new FormField("b", text, text, [text])]),
    }
        .Add(new CardElement.Text(text))
        .Add(new CardElement.Text(text, TextStyle.Subtle))
        .Add(new CardElement.Facts([new Fact(text, text)]))
        .Add(new CardElement.Steps([new CardStep(text, StepState.Active, TimeSpan.FromSeconds(5))]))
        .Add(new CardElement.Table([text], [[text]]))
        .Add(new CardElement.Code(text, text))
        .Add(new CardElement.Chart(text, ChartKind.Bar, text, [new ChartSeries(text, [new ChartPoint(text, 1), new ChartPoint(text, 2)])]))
        .Add(new CardButton(text, "help"));
}
