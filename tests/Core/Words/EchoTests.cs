using ChatOps.Core.Words;

namespace ChatOps.Tests.Core.Words;

public sealed class EchoTests
{
    [Theory]
    [InlineData("otter", "otter")]
    [InlineData("", "")]
    [InlineData("two\nlines\tand a tab", "two lines and a tab")]
    [InlineData("\u001b[31mred", "�[31mred")]
    [InlineData("a\u202Eb\u200Bc\0", "a�b�c�")]
    [InlineData("Grüße 🦦", "Grüße 🦦")]
    public void Shows_all_that_can_be_seen_on_one_line(string written, string shown) => Assert.Equal(shown, Echo.Of(written));

    [Fact]
    public void Shows_half_a_character_as_something_unreadable() => Assert.Equal("a�", Echo.Of("a\ud83d"));

    [Theory]
    [InlineData(60, 60)]
    [InlineData(61, 61)]
    [InlineData(100_000, 61)]
    public void Cuts_what_is_long_and_shows_that_it_did(int length, int shown)
    {
        var said = Echo.Of(new string('x', length));

        Assert.Equal((shown, length > Echo.Longest), (said.Length, said.EndsWith('…')));
    }

    [Theory]
    [InlineData("ember-otter", "ember-otter")]
    [InlineData("pytorch-a100@1", "pytorch-a100@1")]
    [InlineData("id:0123456789abcdef", "id:0123456789abcdef")]
    [InlineData("--spot", "--spot")]
    [InlineData("", "\"\"")]
    [InlineData("--", "\"--\"")]
    [InlineData("two words", "\"two words\"")]
    [InlineData("<@U123>", "\"<@U123>\"")]
    [InlineData("otter\n", "\"otter \"")]
    public void Quotes_a_name_only_where_it_does_not_look_like_one(string written, string shown) => Assert.Equal(shown, Echo.Name(written));

    [Theory]
    [InlineData("all\nof\tit\r\n", null)]
    [InlineData("a\u2066b", "U+2066")]
    [InlineData("a\u2028b", "U+2028")]
    [InlineData("\u0007", "U+0007")]
    public void Names_what_cannot_be_seen(string written, string? invisible) => Assert.Equal(invisible, Invisible.In(written));
}
