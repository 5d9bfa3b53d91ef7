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
        foreach (var (name, card) in AllCards.All.Concat(AllCards.Made)) wrong.AddRange(await WrongWithAsync(page, name, card));

        Assert.Empty(wrong);
        Assert.Empty(page.Errors);
    }

    [Theory]
    [MemberData(nameof(TypedCards.Texts), MemberType = typeof(TypedCards))]
    public async Task Text_that_people_typed_is_shown_as_they_typed_it(string typed)
    {
        await using var page = await CardPage.OpenAsync(chromium, 600, TestContext.Current.CancellationToken);

        Assert.Empty(await WrongWithAsync(page, "typed", TypedCards.Of(typed)));
        Assert.Equal(0, await page.Card.Locator(Markup).CountAsync());
        Assert.Equal("Card", await page.TitleAsync());
        Assert.Empty(page.Errors);
    }

    private static async Task<IEnumerable<string>> WrongWithAsync(CardPage page, string name, Card card)
    {
        var complaints = await page.DrawAsync(AdaptiveCardRenderer.Render(card, AllCards.Place));
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
}
