using ChatOps.Bot.Cards;
using ChatOps.Bot.Channels.Slack.Api;
using ChatOps.Bot.Rendering;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.State;
using Microsoft.Extensions.Logging;

namespace ChatOps.Bot.Channels.Slack;

/// <summary>
/// The app's Home: https://docs.slack.dev/surfaces/app-home. It is drawn when somebody looks at it, and anew when a machine of theirs or of a team
/// that they manage has changed.
/// </summary>
internal sealed class SlackHomes(SlackPeople people, MachineStore machines, SlackClient slack, LivePolicy policy, TimeProvider time, ILogger log)
{
    /// <summary>Slack tells when a Home is opened, and not for how long it stays open.</summary>
    private static readonly TimeSpan Open = TimeSpan.FromDays(1);

    public async Task OpenedAsync(SlackAsker asker, CancellationToken cancellationToken)
    {
        switch (await people.IdentifyAsync(asker.Workspace, asker.User, cancellationToken))
        {
            case Identity<SlackPerson>.Nobody nobody:
                await PublishAsync(asker.Workspace, asker.User, [ErrorCard.Mistake(nobody.Sentence)], cancellationToken);
                break;
            case Identity<SlackPerson>.Known { Person: var person, Member: var member }:
                await people.ChangeAsync(member, known => known with { HomeOpenedAt = time.GetUtcNow() }, cancellationToken);
                await PublishAsync(person, member, cancellationToken);
                break;
        }
    }

    public async Task PublishAsync(Person person, SlackPerson member, CancellationToken cancellationToken)
    {
        var seen = new List<Machine>();
        await foreach (var machine in machines.LiveAsync(cancellationToken))
            if (machine.Owner == person.Email || person.IsIn(machine.Team)) seen.Add(machine);
        var cards = HomeCards.Build(person, seen, new Clock(time.GetUtcNow(), policy.Now.TimeZone));
        await PublishAsync(member.Workspace, member.User, cards, cancellationToken);
    }

    /// <summary>Of those whom a machine's change concerns, and who have looked lately. It is no matter when that fails: there is a next time.</summary>
    public async Task RefreshAsync(Machine machine, CancellationToken cancellationToken)
    {
        var concerned = await people.KnownAsync(new Pressers(machine.Owner, machine.Team).Emails(policy.Now), cancellationToken);
        var looking = concerned.Where(member => time.GetUtcNow() - member.HomeOpenedAt < Open);
        await Task.WhenAll(looking.Select(member => TryPublishAsync(member, cancellationToken)));
    }

    private async Task TryPublishAsync(SlackPerson member, CancellationToken cancellationToken)
    {
        try
        {
            if (policy.Now.Find(member.Email) is { } person) await PublishAsync(person, member, cancellationToken);
        }
        catch (Exception e) when (e is SlackException or UnreachableConversationException or BusyConversationException)
        {
            Log.NoHome(log, member.Email, e);
        }
    }

    private Task PublishAsync(string workspace, string user, IReadOnlyList<Card> cards, CancellationToken cancellationToken) =>
        slack.PublishAsync(workspace, user, BlockKitRenderer.Home(cards), cancellationToken);
}
