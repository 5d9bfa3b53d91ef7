using ChatOps.Bot.Cards;
using ChatOps.Core.People;
using ChatOps.Core.Reports;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Commands;

public sealed class DigestCommand(SubscriptionStore store, LivePolicy policy) : ICommand
{
    /// <summary>Several people may say it at the same moment.</summary>
    private const int Tries = 8;

    private static readonly string[] Paces = [.. Enum.GetNames<DigestPace>().Select(pace => pace.ToLowerInvariant())];

    public CommandSyntax Syntax { get; } = new(
        "digest", "digest [TEAM | all] [daily | weekly | off]", "How often a team's channel gets a card about what it has spent.")
    {
        Arguments = [new Argument("whose"), new Argument("pace")],
        Needs = Need.Nothing,
        Examples = ["digest", "digest vision weekly", "digest vision off"],
        Details = "Managers say it for their team, and admins; an admin's own card about all teams is `digest all`.",
    };

    public async Task<Reply> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var (whose, said) = TwoWords.Of(
            call.Words.Word("whose"), call.Words.Word("pace"), Paces.Contains, tooMuch => $"{tooMuch} is no such pace. Say one of {Listing.Or(Paces)}.");
        DigestPace? pace = said is null ? null : Enum.Parse<DigestPace>(said, ignoreCase: true);
        var (rules, person) = (policy.Now, call.Person);
        if (whose == "all")
        {
            if (!person.IsAdmin) throw new UserError("Only admins get a card about all teams. `digest` shows your own team's.");
            var own = new Subject(person.Email, "all", rules.Organisation, "to you", rules.TimeZone);
            return Reply.Private(await CardAsync(own, mayChange: true, pace, call, cancellationToken));
        }
        var team = whose is null ? rules.Usual(call) : rules.Seen(person, whose, "`digest` shows yours.");
        var mayChange = person.IsAdmin || person.Manages(team.Name);
        if (pace is not null && !mayChange)
            throw new UserError($"Only managers of {team.Name} and admins say how often it is told. `report {team.Name}` shows you a card at any time.");
        var where = team.Channel is { } channel ? $"in #{channel}" : "to its managers";
        var subject = new Subject(team.Name, team.Name, team.Title, where, rules.ZoneOf(team));
        return call.Answer(await CardAsync(subject, mayChange, pace, call, cancellationToken), team);
    }

    private async Task<Card> CardAsync(Subject subject, bool mayChange, DigestPace? wanted, CommandCall call, CancellationToken cancellationToken)
    {
        var clock = new Clock(call.Clock.Now, subject.Zone);
        for (var i = 0; i < Tries; i++)
        {
            var read = await store.FindAsync(subject.Row, cancellationToken);
            var known = read?.Subscription ?? new Subscription(DigestPace.Daily, DigestTimes.LatestDay(clock.Now, subject.Zone));
            var next = known with { Pace = wanted ?? known.Pace };
            if (next.Pace == known.Pace || await store.KeepAsync(subject.Row, read, next, cancellationToken))
                return DigestCards.Pace(subject.Word, subject.Title, subject.Where, next.Pace, clock, mayChange);
        }
        throw new InvalidOperationException($"What {subject.Row} is told kept changing while it was written.");
    }

    /// <param name="Row">Whose subscription it is.</param>
    /// <param name="Word">As it is typed.</param>
    private sealed record Subject(string Row, string Word, string Title, string Where, TimeZoneInfo Zone);
}
