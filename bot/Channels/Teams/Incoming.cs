namespace ChatOps.Bot.Channels.Teams;

/// <summary>An activity with everything in it that is needed to answer it.</summary>
/// <param name="Id">The activity's.</param>
/// <param name="Spot">Where it was said, with the thread.</param>
/// <param name="From">"29:…".</param>
internal sealed record Incoming(Activity Activity, string Type, string Id, Spot Spot, string From)
{
    public bool IsPersonal => Activity.Conversation?.ConversationType == "personal";

    /// <summary>Somebody says something; else Teams tells of something, which is rare and changes what is known.</summary>
    public bool IsSaid => Type is ActivityTypes.Message or ActivityTypes.Invoke;

    /// <summary>In Entra, and as the connector vouches for; null for who has no account.</summary>
    public string? EntraId => Activity.From?.AadObjectId is { Length: > 0 } id ? id.ToLowerInvariant() : null;

    /// <summary>Also the durable identity of what was asked: the same activity acts once, however often it comes.</summary>
    public string RequestId => $"teams:{Spot.Conversation}:{Id}";

    /// <summary>Null when something is missing that cannot be done without.</summary>
    public static Incoming? Read(Activity activity) =>
        activity is { Type: { Length: > 0 } type, ServiceUrl: { Length: > 0 } serviceUrl }
            && activity is { Conversation.Id: { Length: > 0 } conversation, From.Id: { Length: > 0 } from }
            // Only what asks for something must be told apart from when it comes again.
            && (activity.Id is { Length: > 0 } || type is not (ActivityTypes.Message or ActivityTypes.Invoke))
            ? new Incoming(activity, type, activity.Id ?? "", new Spot(serviceUrl, conversation), from)
            : null;

    /// <summary>The token does not say whose tenant it is: both places where the activity does must agree.</summary>
    public bool IsOfTenant(string tenant)
    {
        string?[] said = [Activity.ChannelData?.Tenant?.Id, Activity.Conversation?.TenantId];
        return said.Any(id => id is not null) && said.All(id => id is null || id.Equals(tenant, StringComparison.OrdinalIgnoreCase));
    }
}

internal static class ActivityTypes
{
    public const string Message = "message";
    public const string MessageUpdate = "messageUpdate";
    public const string Invoke = "invoke";
    public const string InstallationUpdate = "installationUpdate";
    public const string ConversationUpdate = "conversationUpdate";

    /// <summary>Else it is a reaction, somebody typing, or what there may be one day.</summary>
    public static bool AreHandled(string type) => type is Message or MessageUpdate or Invoke or InstallationUpdate or ConversationUpdate;
}
