using ChatOps.Bot.Channels.Slack;

namespace ChatOps.Tests.Bot.Channels.Slack;

public sealed class SlackMarkupTests
{
    [Theory]
    [InlineData("launch pytorch-a100", "launch pytorch-a100")]
    [InlineData("<@U0BOT> launch", "launch")]
    [InlineData("  <@U0BOT>\u00a0launch  ", "launch")]
    [InlineData("launch <@U0BOT>", "launch")]
    [InlineData("help <@U123|scientist>", "help @scientist")]
    [InlineData("help <@U123>", "help @U123")]
    [InlineData("stop in <#C123|vision>", "stop in #vision")]
    [InlineData("<!channel> stop", "channel stop")]
    [InlineData("status <mailto:a@contoso.example|a@contoso.example>", "status a@contoso.example")]
    [InlineData("status <https://contoso.example/x>", "status https://contoso.example/x")]
    [InlineData("status <https://contoso.example|contoso.example>", "status contoso.example")]
    [InlineData("--reason &quot;a &amp;lt; b&quot;", "--reason \"a &lt; b\"")]
    [InlineData("--reason &lt;@U0BOT&gt;", "--reason <@U0BOT>")]
    [InlineData("`launch pytorch-t4`", "launch pytorch-t4")]
    [InlineData("launch \u2014hours 4", "launch --hours 4")]
    [InlineData("launch --name \u201cx\u201d", "launch --name \"x\"")]
    [InlineData("launch\npytorch-t4", "launch pytorch-t4")]
    [InlineData("", "")]
    [InlineData("<", "<")]
    [InlineData("<<@U0BOT>>", "")]
    public void Is_what_was_typed(string text, string typed) => Assert.Equal(typed, SlackMarkup.Of(text, "U0BOT"));

    [Fact]
    public void A_mention_of_the_bot_in_a_command_is_a_word() => Assert.Equal("@gpu help", SlackMarkup.Of("<@U0BOT|gpu> help", bot: null));
}
