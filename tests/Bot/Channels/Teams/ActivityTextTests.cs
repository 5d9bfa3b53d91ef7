using ChatOps.Bot.Channels.Teams;

namespace ChatOps.Tests.Bot.Channels.Teams;

public sealed class ActivityTextTests
{
    private const string Bot = "28:bot";

    [Theory]
    [InlineData("launch pytorch-a100", "launch pytorch-a100")]
    [InlineData("  launch pytorch-a100 \n", "launch pytorch-a100")]
    [InlineData("launch\u00A0pytorch-a100&nbsp;for 4\u2009hours", "launch pytorch-a100 for 4 hours")]
    [InlineData("<p>launch pytorch-a100</p>", "launch pytorch-a100")]
    [InlineData("launch<br/>pytorch-a100<br>for 4h", "launch pytorch-a100 for 4h")]
    [InlineData("<div>launch <b>pytorch-a100</b> for <i>4h</i></div>", "launch pytorch-a100 for 4h")]
    [InlineData("<pre><code class=\"x\">status</code></pre>", "status")]
    [InlineData("launch --name \u201Cember-otter\u201D", "launch --name \"ember-otter\"")]
    [InlineData("it\u2019s", "it's")]
    [InlineData("launch pytorch-a100 \u2014hours 4", "launch pytorch-a100 --hours 4")]
    [InlineData("launch pytorch-a100 \u2013hours 4", "launch pytorch-a100 --hours 4")]
    [InlineData("launch pytorch\u2013a100", "launch pytorch\u2013a100")]
    [InlineData("\u200Bstop\u200B ember-\u00ADotter\uFEFF", "stop ember-otter")]
    [InlineData("stop &lt;b&gt; &amp;amp;", "stop <b> &amp;")]
    [InlineData("a < b and c > d", "a < b and c > d")]
    [InlineData("<at>GPU</at> status", "status")]
    [InlineData("status <at id=\"1\">Ada</at>", "status Ada")]
    [InlineData("<at>GPU</at>", "")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void Reads_what_was_typed(string? text, string typed) => Assert.Equal(typed, ActivityText.Of(new Activity { Text = text }));

    [Fact]
    public void Leaves_the_bots_own_mention_out_wherever_it_stands() =>
        Assert.Equal("hello  status", Of("hello <at>GPU Ops</at> status", Mention("<at>GPU Ops</at>", Bot)));

    [Fact]
    public void Tells_a_person_of_the_same_name_from_the_bot() =>
        Assert.Equal("GPU  status", Of("hey <at>GPU</at> <at>GPU</at> status", Mention("<at>GPU</at>", "29:ada"), Mention("<at>GPU</at>", Bot))[4..]);

    [Fact]
    public void Takes_no_name_for_a_pattern() =>
        Assert.Equal("status", Of("<at>(.*)+$[</at> status", Mention("<at>(.*)+$[</at>", Bot)));

    [Fact]
    public void Bears_entities_that_say_nothing() =>
        Assert.Equal("status", Of("status", null, new ActivityEntity(null), new ActivityEntity("mention"), Mention("", Bot), Mention("<at>x</at>", Bot)));

    [Fact]
    public void Reads_a_long_text_of_brackets_at_once()
    {
        var text = string.Concat(Enumerable.Repeat("<a ", 30_000));

        Assert.Equal(text.Trim(), Of(text));
    }

    private static string Of(string text, params ActivityEntity?[] entities) =>
        ActivityText.Of(new Activity { Text = text, Entities = entities, Recipient = new Account(Bot) });

    private static ActivityEntity Mention(string text, string id) => new("mention", text, new Account(id));
}
