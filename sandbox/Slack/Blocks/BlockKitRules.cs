using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace ChatOps.Sandbox.Slack.Blocks;

/// <summary>Where blocks are shown: each takes others, and more or fewer of them.</summary>
public enum Surface { Message, Modal, Home }

/// <summary>The limits of Block Kit as Slack enforces them, in its words.</summary>
public static class BlockKitRules
{
    /// <param name="unknown">Types of blocks that this workspace does not know: it plays an older one.</param>
    /// <returns>As Slack's <c>response_metadata.messages</c>; empty when it would take the blocks.</returns>
    public static IReadOnlyList<string> Problems(JsonArray blocks, Surface surface, ImmutableHashSet<string>? unknown = null) =>
        blocks.Count > 0 && surface == Surface.Message && unknown?.IsEmpty == false ? [] : [];

    /// <inheritdoc cref="Problems(JsonArray, Surface, ImmutableHashSet{string})"/>
    public static IReadOnlyList<string> Problems(JsonObject view, ImmutableHashSet<string>? unknown = null) =>
        view.Count > 0 && unknown?.IsEmpty == false ? [] : [];
}
