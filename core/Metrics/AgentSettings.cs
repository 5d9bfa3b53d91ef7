using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatOps.Core.Metrics;

/// <summary>What the agent on a machine is told, in <c>/etc/chatops/agent.json</c>. None of it is secret.</summary>
/// <param name="Endpoint">Where the data collection rule takes rows.</param>
/// <param name="RuleId">The rule's immutable id: dcr- and 32 hex digits.</param>
/// <param name="IdentityId">
/// ARM id of the user-assigned identity it sends as. Always said: a machine has its own too, which Azure would take otherwise.
/// </param>
public sealed record AgentSettings(
    [property: JsonPropertyName("endpoint")] Uri Endpoint,
    [property: JsonPropertyName("dcr")] string RuleId,
    [property: JsonPropertyName("identity")] string IdentityId)
{
    public string ToJson() => JsonSerializer.Serialize(this, AgentJson.Default.AgentSettings);
}

[JsonSerializable(typeof(AgentSettings))]
internal sealed partial class AgentJson : JsonSerializerContext;
