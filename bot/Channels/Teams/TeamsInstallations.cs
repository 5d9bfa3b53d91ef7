using ChatOps.Bot.Cards;
using ChatOps.Bot.Channels.Teams.Connector;
using Microsoft.Extensions.Logging;

namespace ChatOps.Bot.Channels.Teams;

/// <summary>The bot is added to a conversation, or removed. Teams tells of both twice: as an installation, and as a member who comes or goes.</summary>
internal sealed class TeamsInstallations(TeamsSite site, TeamsPeople people, TeamsPlaces places, TeamsReplies replies, ILogger log)
{
    public async Task HandleAsync(Incoming incoming, CancellationToken cancellationToken)
    {
        // Of whoever else there is nothing is kept.
        if (!incoming.IsOfTenant(site.TenantId)) return;
        if (IsAdded(incoming.Activity)) await AddAsync(incoming, cancellationToken);
        else if (IsRemoved(incoming.Activity)) await RemoveAsync(incoming, cancellationToken);
    }

    private async Task AddAsync(Incoming incoming, CancellationToken cancellationToken)
    {
        await places.RememberAsync(incoming, cancellationToken);
        if (!await places.TryWelcomeAsync(incoming, cancellationToken)) return;
        Log.Installed(log, "added to", incoming.Spot.Conversation);
        try
        {
            var nobody = incoming.IsPersonal ? await people.IdentifyAsync(incoming, cancellationToken) as Identity<TeamsPerson>.Nobody : null;
            var card = nobody is null ? WelcomeCard.Build(incoming.IsPersonal) : ErrorCard.Mistake(nobody.Sentence);
            await replies.SayAsync(incoming, card, cancellationToken);
        }
        catch (Exception e) when (e is ConnectorException or UnreachableConversationException or BusyConversationException)
        {
            await places.UnwelcomeAsync(incoming, cancellationToken);
            throw;
        }
        if (!incoming.IsPersonal) await people.MeetAsync(incoming.Spot, cancellationToken);
    }

    private async Task RemoveAsync(Incoming incoming, CancellationToken cancellationToken)
    {
        Log.Installed(log, "removed from", incoming.Spot.Conversation);
        await places.ForgetAsync(incoming, cancellationToken);
        if (incoming is { IsPersonal: true, EntraId: { } entraId }) await people.ForgetChatAsync(entraId, cancellationToken);
    }

    private static bool IsAdded(Activity activity) =>
        IsInstallation(activity, "add") || Includes(activity, activity.MembersAdded);

    private static bool IsRemoved(Activity activity) =>
        IsInstallation(activity, "remove") || Includes(activity, activity.MembersRemoved);

    /// <summary>An upgrade's is "add-upgrade".</summary>
    private static bool IsInstallation(Activity activity, string action) =>
        activity.Type == ActivityTypes.InstallationUpdate && (activity.Action == action || activity.Action == $"{action}-upgrade");

    private static bool Includes(Activity activity, IReadOnlyList<Account?>? members) =>
        activity.Type == ActivityTypes.ConversationUpdate
        && activity.Recipient?.Id is { } bot
        && (members ?? []).Any(member => member?.Id == bot);
}
