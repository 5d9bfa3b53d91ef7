using System.Text.Json.Serialization;
using ChatOps.Bot.Channels.Teams.Connector;

namespace ChatOps.Bot.Channels.Teams;

/// <summary>What goes over the wire, but for cards.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Activity))]
[JsonSerializable(typeof(CardData))]
[JsonSerializable(typeof(ConnectorErrorBody))]
[JsonSerializable(typeof(InvokeValue))]
[JsonSerializable(typeof(MadeResource))]
[JsonSerializable(typeof(MembersPage))]
[JsonSerializable(typeof(PersonalChatRequest))]
[JsonSerializable(typeof(TeamsMember))]
internal sealed partial class TeamsJson : JsonSerializerContext;
