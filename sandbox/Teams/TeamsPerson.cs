using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ChatOps.Core.People;

namespace ChatOps.Sandbox.Teams;

/// <summary>Somebody in Teams. Both ids are made from the e-mail, so that they are the same in each play.</summary>
internal sealed class TeamsPerson(string email, string tenantId, bool isGuest)
{
    private readonly byte[] _seed = SHA256.HashData(Encoding.UTF8.GetBytes(email));

    public string Email => email;

    public string Handle => Person.HandleOf(email);

    public string TenantId => tenantId;

    /// <summary>By which this bot knows them, and no other.</summary>
    public string Id => $"29:1{Base64Url.EncodeToString(_seed)}";

    /// <summary>By which Entra knows them.</summary>
    public string ObjectId => $"{new Guid(_seed.AsSpan(0, 16))}";

    /// <summary>As who says something.</summary>
    public JsonObject Account() => new() { ["id"] = Id, ["name"] = Handle, ["aadObjectId"] = ObjectId };

    /// <summary>As a member of a conversation.</summary>
    public JsonObject Member() => new()
    {
        ["id"] = Id,
        ["name"] = Handle,
        ["givenName"] = Handle,
        ["surname"] = "",
        ["email"] = email,
        ["userPrincipalName"] = isGuest ? $"{email.Replace('@', '_')}#EXT#@contoso.onmicrosoft.example" : email,
        ["tenantId"] = tenantId,
        ["userRole"] = isGuest ? "guest" : "user",
        ["aadObjectId"] = ObjectId,
        ["objectId"] = ObjectId,
    };
}
