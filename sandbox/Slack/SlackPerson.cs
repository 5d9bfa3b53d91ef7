using System.Text.Json.Nodes;
using ChatOps.Core.People;

namespace ChatOps.Sandbox.Slack;

/// <summary>Somebody in Slack. The id is made from the e-mail, so that it is the same in each play.</summary>
internal sealed class SlackPerson(string email)
{
    public string Email => email;

    public string Handle => Person.HandleOf(email);

    public string Id { get; } = SlackId.Of("U", email);

    public string TeamId { get; init; } = SandboxSlack.WorkspaceId;

    /// <summary>A guest of the workspace: in some of its channels only.</summary>
    public bool IsRestricted { get; init; }

    /// <summary>A guest in a single channel.</summary>
    public bool IsUltraRestricted { get; init; }

    /// <summary>Of another workspace.</summary>
    public bool IsStranger => TeamId != SandboxSlack.WorkspaceId;

    /// <summary>False while it is only what they say of themselves.</summary>
    public bool IsEmailConfirmed { get; init; } = true;

    /// <summary>True once their account was deactivated.</summary>
    public bool IsDeleted { get; set; }

    /// <summary>As <c>users.info</c> tells of them.</summary>
    public JsonObject User() => new()
    {
        ["id"] = Id,
        ["team_id"] = TeamId,
        ["name"] = Handle,
        ["real_name"] = Handle,
        ["deleted"] = IsDeleted,
        ["is_bot"] = false,
        ["is_app_user"] = false,
        ["is_restricted"] = IsRestricted,
        ["is_ultra_restricted"] = IsUltraRestricted,
        ["is_stranger"] = IsStranger,
        ["is_email_confirmed"] = IsEmailConfirmed,
        ["profile"] = new JsonObject { ["real_name"] = Handle, ["display_name"] = Handle, ["email"] = email, ["team"] = TeamId },
    };
}
