using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Web;

namespace ChatOps.Bot.Channels.Slack;

/// <summary>
/// What Slack posts when somebody presses or sends something, as far as it is used. Anything may be missing: it comes from outside.
/// See https://docs.slack.dev/reference/interaction-payloads.
/// </summary>
internal sealed record Interaction
{
    /// <summary>"block_actions" or "view_submission", among others.</summary>
    public string? Type { get; init; }
    public SlackId? Team { get; init; }
    public SlackId? User { get; init; }
    public SlackId? Channel { get; init; }
    public InteractionContainer? Container { get; init; }
    public InteractionMessage? Message { get; init; }
    public InteractionView? View { get; init; }
    public IReadOnlyList<InteractionAction?>? Actions { get; init; }
    public string? TriggerId { get; init; }
    public string? ResponseUrl { get; init; }

    /// <summary>Null for what is none.</summary>
    public static Interaction? Read(byte[] body)
    {
        if (HttpUtility.ParseQueryString(Encoding.UTF8.GetString(body))["payload"] is not { } payload) return null;
        try
        {
            return JsonSerializer.Deserialize(payload, SlackJson.Default.Interaction);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

internal sealed record SlackId(string? Id);

/// <param name="Type">"message" or "view".</param>
internal sealed record InteractionContainer(string? Type, bool IsEphemeral = false, string? ThreadTs = null);

internal sealed record InteractionMessage(string? Ts, string? ThreadTs = null);

/// <param name="ActionId">"say-1".</param>
/// <param name="Value">What the button carries.</param>
internal sealed record InteractionAction(string? ActionId, string? Value);

internal sealed record InteractionView(string? CallbackId, string? PrivateMetadata, InteractionState? State)
{
    /// <summary>What was filled in, by the blocks' ids; empty for what was left empty.</summary>
    public ImmutableDictionary<string, string> Filled() => (State?.Values ?? [])
        .ToImmutableDictionary(block => block.Key, block => block.Value?.Values.OfType<InputValue>().FirstOrDefault()?.Text ?? "");
}

/// <param name="Values">By the block's and the action's id.</param>
internal sealed record InteractionState(Dictionary<string, Dictionary<string, InputValue?>?>? Values);

/// <summary>Of a text or number, or of a select.</summary>
internal sealed record InputValue(string? Value, SelectedOption? SelectedOption)
{
    public string? Text => SelectedOption?.Value ?? Value;
}

internal sealed record SelectedOption(string? Value);

/// <summary>What a button of ours carries. It grants nothing: it is taken as if the person had typed it.</summary>
/// <param name="Card">The key of the card that the button is on; null where that is not edited.</param>
internal sealed record PressedValue(string? Say, string? Card);
