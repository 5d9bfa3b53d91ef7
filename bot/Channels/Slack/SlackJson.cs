using System.Text.Json.Serialization;
using ChatOps.Bot.Channels.Slack.Api;

namespace ChatOps.Bot.Channels.Slack;

/// <summary>What goes over the wire, but for blocks.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EventEnvelope))]
[JsonSerializable(typeof(FormPlace))]
[JsonSerializable(typeof(Interaction))]
[JsonSerializable(typeof(PressedValue))]
[JsonSerializable(typeof(SlackConversation))]
[JsonSerializable(typeof(SlackResult))]
internal sealed partial class SlackJson : JsonSerializerContext;

/// <summary>The documents that rows hold.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SlackPerson))]
[JsonSerializable(typeof(SlackPersonOfEmail))]
[JsonSerializable(typeof(SlackPlace))]
internal sealed partial class SlackStateJson : JsonSerializerContext;
