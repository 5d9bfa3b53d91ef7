namespace ChatOps.Bot.Rendering;

/// <summary>A card as Slack's <c>chat.postMessage</c> takes it.</summary>
/// <param name="Text">What a notification shows: at most 300 characters, escaped.</param>
/// <param name="Blocks">A JSON array in UTF-8.</param>
public sealed record BlockKitMessage(string Text, byte[] Blocks);
