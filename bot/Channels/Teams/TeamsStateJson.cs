using System.Text.Json.Serialization;

namespace ChatOps.Bot.Channels.Teams;

/// <summary>The documents that rows hold.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PersonOfEmail))]
[JsonSerializable(typeof(TeamsPerson))]
[JsonSerializable(typeof(TeamsPlace))]
internal sealed partial class TeamsStateJson : JsonSerializerContext;
