using ChatOps.Sandbox.Terminal;

namespace ChatOps.Tests.Sandbox.Terminal;

public sealed class LineEditorTests
{
    private readonly LineEditor _editor = new(() => ["launch", "list", "pytorch-a100", "pytorch-t4", "status", "stop", "start", "#vision"]);

    /// <summary>What is typed, with keys in angle brackets; | is where the cursor ends up.</summary>
    [Theory]
    [InlineData("abc", "abc|")]
    [InlineData("abc<Left><Left>X", "aX|bc")]
    [InlineData("abc<Left><Right><Right>X", "abcX|")]
    [InlineData("<Left>a", "a|")]
    [InlineData("abc<Home>X", "X|abc")]
    [InlineData("abc<Home><End>X", "abcX|")]
    [InlineData("abc<Back>", "ab|")]
    [InlineData("abc<Left><Back>", "a|c")]
    [InlineData("abc<Home><Back>", "|abc")]
    [InlineData("abc<Home><Del>", "|bc")]
    [InlineData("abc<Del>", "abc|")]
    [InlineData("abc<Clear>", "|")]
    [InlineData("a<Esc>b", "ab|")]
    [InlineData("über ◐", "über ◐|")]
    public void A_line_is_edited_as_everywhere(string typed, string shows) => Assert.Equal(shows, Shown(typed));

    [Theory]
    [InlineData("la<Tab>", "launch |")]
    [InlineData("LA<Tab>", "launch |")]
    [InlineData("launch py<Tab>", "launch pytorch-|")]
    [InlineData("launch py<Tab>t<Tab>", "launch pytorch-t4 |")]
    [InlineData("sta<Tab>", "sta|")]
    [InlineData("l<Tab>", "l|")]
    [InlineData("#<Tab>", "#vision |")]
    [InlineData("zebra<Tab>", "zebra|")]
    [InlineData("<Tab>", "|")]
    [InlineData("launch <Tab>", "launch |")]
    public void Tab_completes_as_much_as_is_certain(string typed, string shows) => Assert.Equal(shows, Shown(typed));

    [Theory]
    [InlineData("one<Enter>two<Enter><Up>", "two|")]
    [InlineData("one<Enter>two<Enter><Up><Up>", "one|")]
    [InlineData("one<Enter>two<Enter><Up><Up><Up>", "one|")]
    [InlineData("one<Enter>two<Enter><Up><Up><Down>", "two|")]
    [InlineData("one<Enter><Up><Down>", "|")]
    [InlineData("one<Enter><Down><Up>", "one|")]
    [InlineData("one<Enter>one<Enter>  <Enter><Up><Up>", "one|")]
    [InlineData("<Up>", "|")]
    public void What_was_said_comes_back(string typed, string shows) => Assert.Equal(shows, Shown(typed));

    [Fact]
    public void Enter_ends_the_line_and_begins_a_new_one()
    {
        Shown("status");

        Assert.Equal("status", _editor.Type(Key("Enter")));
        Assert.Equal(("", 0), (_editor.Text, _editor.Cursor));
    }

    [Fact]
    public void Enter_in_the_middle_ends_the_whole_line()
    {
        Shown("status<Home>");

        Assert.Equal("status", _editor.Type(Key("Enter")));
    }

    private string Shown(string typed)
    {
        for (var i = 0; i < typed.Length; i++)
        {
            if (typed[i] != '<') _editor.Type(new ConsoleKeyInfo(typed[i], ConsoleKey.None, shift: false, alt: false, control: false));
            else
            {
                var end = typed.IndexOf('>', i);
                _editor.Type(Key(typed[(i + 1)..end]));
                i = end;
            }
        }
        return _editor.Text.Insert(_editor.Cursor, "|");
    }

    private static ConsoleKeyInfo Key(string name) => name switch
    {
        "Left" => Of('\0', ConsoleKey.LeftArrow),
        "Right" => Of('\0', ConsoleKey.RightArrow),
        "Up" => Of('\0', ConsoleKey.UpArrow),
        "Down" => Of('\0', ConsoleKey.DownArrow),
        "Home" => Of('\0', ConsoleKey.Home),
        "End" => Of('\0', ConsoleKey.End),
        "Back" => Of('\b', ConsoleKey.Backspace),
        "Del" => Of('\0', ConsoleKey.Delete),
        "Tab" => Of('\t', ConsoleKey.Tab),
        "Esc" => Of('\u001b', ConsoleKey.Escape),
        "Enter" => Of('\r', ConsoleKey.Enter),
        "Clear" => new ConsoleKeyInfo('\u0015', ConsoleKey.U, shift: false, alt: false, control: true),
        _ => throw new ArgumentException($"There is no key {name}."),
    };

    private static ConsoleKeyInfo Of(char c, ConsoleKey key) => new(c, key, shift: false, alt: false, control: false);
}
