using ChatOps.Bot.Cards;

namespace ChatOps.Tests.Bot.Rendering;

/// <summary>Texts that a chat could take for more than text.</summary>
public static class TypedCards
{
    public static TheoryData<string> Texts =>
    [
        "**bold** __bold__ ***both***",
        "_i_ *i* ~~gone~~",
        "[click](https://evil.example) <https://evil.example>",
        "[x](javascript:document.title='hit')",
        "![p](https://evil.example/p.png)",
        "<at>Everyone</at> <b>b</b> <a href='https://evil.example'>a</a>",
        "<img src=x onerror=\"document.title='hit'\"><script>document.title='hit'</script>",
        "{{DATE(2017-02-14T06:08:39Z,SHORT)}} {{TIME(2017-02-14T06:08:39Z)}} {{{DATE(2017-02-14T06:08:39Z)}}}",
        "${name} {{name}} {name}",
        "- list\n- of\n* two",
        "1. x\n2. y",
        "# h\n> quoted\n---",
        "\\*not bold\\* \\ \\\\ C:\\new\\table",
        "&lt;b&gt; &amp; &#60;",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "`code` and ``more`` and ` one",
        "` *bold* ` `<!channel>` `a & b` ` `",
        "<!channel> <!here> <@U0123456789> <#C0123456789|general> <https://evil.example|click>",
        "*bold* ~gone~ :tada: @here #general https://evil.example",
        "שלום world مرحبا",
    ];

    /// <summary>In every place that takes a text.</summary>
    public static Card Of(string text) => new Card
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
