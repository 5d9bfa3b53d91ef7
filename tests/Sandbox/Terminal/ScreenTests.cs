using ChatOps.Bot.Cards;
using ChatOps.Sandbox.Terminal;
using ChatOps.Tests.Bot;
using ChatOps.Tests.Tools;
using Spectre.Console;

namespace ChatOps.Tests.Sandbox.Terminal;

public sealed class ScreenTests : IDisposable
{
    private const int Width = 30;

    private readonly TinyTerminal _terminal = new(Width);
    private readonly Screen _screen;

    public ScreenTests() => _screen = new Screen(_terminal, () => Width);

    public void Dispose() => _terminal.Dispose();

    [Fact]
    public void The_prompt_comes_after_what_was_said()
    {
        _screen.Print("hello\nworld\n");
        _screen.Draw([], "> ", "stat", 4);

        Assert.Equal(["hello", "world", "> stat"], _terminal.Lines);
        Assert.Equal("> stat", _terminal.LeftOfCursor);
    }

    [Fact]
    public void What_is_said_later_goes_above_what_is_drawn()
    {
        _screen.Draw([Card("card")], "> ", "stat", 4);
        _screen.Print("hello");
        _screen.Draw([Card("card")], "> ", "status", 6);

        Assert.Equal(["hello", "card", "> status"], _terminal.Lines);
    }

    [Fact]
    public void A_card_in_motion_is_drawn_in_place()
    {
        _screen.Draw([Card("one\ntwo\nthree")], "> ", "", 0);
        _screen.Draw([Card("four")], "> ", "", 0);

        Assert.Equal(["four", ">"], _terminal.Lines);
    }

    [Fact]
    public void Nothing_is_written_when_it_looks_as_before()
    {
        using var written = new StringWriter();
        var screen = new Screen(written, () => Width);
        screen.Draw([], "> ", "status", 6);
        var once = written.ToString();

        screen.Draw([], "> ", "status", 6);

        Assert.Equal(once, written.ToString());
    }

    [Theory]
    [InlineData(10, 0)]
    [InlineData(27, 27)]
    [InlineData(28, 28)]
    [InlineData(28, 27)]
    [InlineData(28, 0)]
    [InlineData(29, 29)]
    [InlineData(70, 70)]
    [InlineData(70, 35)]
    [InlineData(70, 0)]
    [InlineData(88, 88)]
    [InlineData(88, 60)]
    public void The_cursor_is_where_is_typed_also_in_a_line_that_wraps(int length, int cursor)
    {
        _screen.Print("above");

        _screen.Draw([], "> ", new string('x', length), cursor);

        Assert.Equal((1 + ((2 + cursor) / Width), (2 + cursor) % Width), (_terminal.Row, _terminal.Column));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Whatever_is_printed_and_drawn_stays_in_order(int seed)
    {
        var random = new Random(seed);
        var said = new List<string>();
        for (var i = 0; i < 300; i++)
        {
            if (random.Next(3) == 0)
            {
                var text = string.Join('\n', Enumerable.Range(0, random.Next(1, 4)).Select(_ => Word(random, 75)));
                _screen.Print(text);
                said.AddRange(text.Split('\n').SelectMany(Wrapped));
            }
            var cards = Enumerable.Range(0, random.Next(3)).Select(_ => Word(random, Width)).ToList();
            var line = random.Next(4) == 0 ? "" : Word(random, 100);
            var cursor = random.Next(line.Length + 1);

            _screen.Draw([.. cards.Select(Card)], "12:00 @me> ", line, cursor);

            var typed = "12:00 @me> " + line;
            Assert.Equal([.. said, .. cards, .. Wrapped(typed)], _terminal.Lines);
            Assert.Equal((said.Count + cards.Count + ((11 + cursor) / Width), (11 + cursor) % Width), (_terminal.Row, _terminal.Column));
        }
    }

    [Fact]
    public void A_real_card_leaves_the_scrollback_as_it_is()
    {
        using var wide = new TinyTerminal(80);
        var screen = new Screen(wide, () => 80);
        var clock = new ChatOps.Bot.Clock(Some.Now, BotDesk.Policy.TimeZone);
        screen.Print("said before");
        for (var second = 0; second < 5; second++)
            screen.Draw([SpectreCards.Draw(MachineCard.Build(Some.OnItsWay(), clock with { Now = Some.Now.AddSeconds(second) }), "#vision")], "> ", "", 0);
        screen.Print(SpectreCards.Draw(MachineCard.Build(Some.Running(), clock), "#vision"));
        screen.Draw([], "> ", "", 0);

        Assert.Equal("said before", wide.Lines[0]);
        Assert.Equal(">", wide.Lines[^1]);
        Assert.DoesNotContain(wide.Lines, line => line.Contains("on its way", StringComparison.Ordinal));
        Assert.Single(wide.Lines, line => line.Contains("ember-otter: Running", StringComparison.Ordinal));
    }

    [Fact]
    public void A_command_to_be_copied_is_printed_without_a_frame_and_unbroken()
    {
        var card = ConnectCard.Build(Some.Running(), "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/gpu-machines", hasJupyter: true);

        using var endless = new TinyTerminal(400);
        new Screen(endless, () => 100).Print(SpectreCards.Draw(card, "to scientist"), unbroken: SpectreCards.HasLongLines(card));

        Assert.Contains(
            endless.Lines,
            line => line.StartsWith("az ssh vm ", StringComparison.Ordinal) && line.EndsWith("jupyter lab --no-browser --port 8888", StringComparison.Ordinal));
    }

    private static Rows Card(string text) => new(new Text(text));

    /// <summary>Without blanks, which would be lost at the end of a line.</summary>
    private static string Word(Random random, int longest) => new((char)('a' + random.Next(26)), random.Next(1, longest + 1));

    private static IEnumerable<string> Wrapped(string text) => text.Chunk(Width).Select(chunk => new string(chunk).TrimEnd());
}
