using System.Text.Json.Serialization;

namespace ChatOps.Bot.Rendering.BlockKit;

[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(PlainTextObject), "plain_text")]
[JsonDerivedType(typeof(MrkdwnObject), "mrkdwn")]
internal abstract record TextObject(string Text);

internal sealed record PlainTextObject(string Text) : TextObject(Text)
{
    /// <summary>Colons are colons.</summary>
    public bool Emoji { get; }
}

/// <summary>Slack's own markup, of which only code is used.</summary>
internal sealed record MrkdwnObject(string Text) : TextObject(Text)
{
    /// <summary>Nothing becomes a link or a mention by itself.</summary>
    public bool Verbatim { get; } = true;
}
