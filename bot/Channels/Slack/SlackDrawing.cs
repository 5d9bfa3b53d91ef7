using System.Collections.Concurrent;
using ChatOps.Bot.Cards;
using ChatOps.Bot.Channels.Slack.Api;
using ChatOps.Bot.Rendering;
using Microsoft.Extensions.Logging;

namespace ChatOps.Bot.Channels.Slack;

/// <summary>
/// Draws cards with the newest blocks that a workspace takes: Slack brings new ones to one workspace after the other, and refuses the whole
/// message where it does not know one.
/// </summary>
internal sealed class SlackDrawing(TimeProvider time, ILogger log)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<string, Known> _workspaces = new();

    /// <summary>What is drawn where nobody can tell whether it was taken: null when that is not known yet.</summary>
    /// <param name="key">Of the card; null for one that is not edited.</param>
    public BlockKitMessage? Draw(string workspace, Card card, string? key = null)
    {
        var known = Of(workspace);
        var message = Render(card, key, known.Level);
        return known.IsProven || message.Blocks.AsSpan().SequenceEqual(Render(card, key, BlockKitLevel.Basic).Blocks) ? message : null;
    }

    /// <summary>Has it sent, and where the workspace does not take it, once more with older blocks.</summary>
    /// <param name="send">Throws <see cref="InvalidBlocksException"/> when it is not taken.</param>
    public async Task SendAsync(string workspace, Card card, string? key, Func<BlockKitMessage, Task> send)
    {
        for (var level = Of(workspace).Level; ; level++)
        {
            var message = Render(card, key, level);
            try
            {
                await send(message);
            }
            catch (InvalidBlocksException) when (level < BlockKitLevel.Basic)
            {
                continue;
            }
            Note(workspace, card, key, level, message);
            return;
        }
    }

    /// <summary>What was taken says something of the workspace only if it has blocks that not every one knows.</summary>
    private void Note(string workspace, Card card, string? key, BlockKitLevel level, BlockKitMessage message)
    {
        var known = Of(workspace);
        if (level == known.Level && known.IsProven) return;
        if (level > known.Level) Log.Lowered(log, workspace, level);
        else if (message.Blocks.AsSpan().SequenceEqual(Render(card, key, BlockKitLevel.Basic).Blocks)) return;
        _workspaces[workspace] = new Known(level, IsProven: true, time.GetUtcNow());
    }

    private Known Of(string workspace) =>
        _workspaces.TryGetValue(workspace, out var known) && (known.Level == BlockKitLevel.Newest || time.GetUtcNow() - known.At < Kept)
            ? known
            : new Known(BlockKitLevel.Newest, IsProven: false, time.GetUtcNow());

    private static BlockKitMessage Render(Card card, string? key, BlockKitLevel level) =>
        BlockKitRenderer.Render(card, new BlockKitPlace { Key = key, Level = level });

    private sealed record Known(BlockKitLevel Level, bool IsProven, DateTimeOffset At);
}
