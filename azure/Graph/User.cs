using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace ChatOps.Azure.Graph;

/// <summary>Somebody in Entra's directory: https://learn.microsoft.com/graph/api/resources/user.</summary>
public sealed record User
{
    public required string Id { get; init; }
    /// <summary>Null for who has no mailbox, and as the next ones where the identity that asks may not read it.</summary>
    public string? Mail { get; init; }
    public string? UserPrincipalName { get; init; }
    public bool? AccountEnabled { get; init; }
}

/// <summary>A page of a list.</summary>
internal sealed record UserCollectionResponse
{
    public required ImmutableArray<User> Value { get; init; }
    [JsonPropertyName("@odata.nextLink")]
    public string? OdataNextLink { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(UserCollectionResponse))]
internal sealed partial class GraphJson : JsonSerializerContext;
