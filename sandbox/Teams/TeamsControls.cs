using System.Globalization;
using ChatOps.Core.Words;
using ChatOps.Sandbox.Chat;

namespace ChatOps.Sandbox.Teams;

/// <summary><c>! teams …</c>: what happens to the bot in Teams without anybody's saying so.</summary>
internal static class TeamsControls
{
    public static readonly string Help = """
        ! teams remove @scientist        has removed the bot from the personal chat; or #vision: from the team; `add` brings it back
        ! teams again                    the last activity is delivered once more
        ! teams throttle 5               the next five requests of the bot come too often
        """;

    /// <returns>What there is to deliver; null for nothing.</returns>
    /// <exception cref="UserError">That is no such thing.</exception>
    public static Delivery? Run(TeamsClient teams, IReadOnlyList<string> words)
    {
        switch (words)
        {
            case ["remove", var place]:
                return teams.Uninstall(Place(teams, place));
            case ["add", var place]:
                return teams.Install(Place(teams, place));
            case ["again"]:
                return teams.Redeliver();
            case ["throttle", var count] when int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var times):
                if (teams.Connector.Throttled is > 0 and var left) throw new UserError($"Of the last refusals {left} were not needed yet.");
                teams.Connector.Throttled = times;
                return null;
            default:
                throw new UserError($"What happens in Teams?\n{Help}");
        }
    }

    private static TeamsConversation Place(TeamsClient teams, string place) =>
        (place switch
        {
            ['#', .. var channel] => teams.Connector.Tenant.Channel(channel),
            ['@', .. var handle] when teams.Connector.Tenant.Person(handle) is { } person => teams.Connector.Tenant.Personal(person),
            _ => null,
        }) ?? throw new UserError($"{Echo.Name(place)} is neither a person such as @scientist nor a channel such as #vision.");
}
