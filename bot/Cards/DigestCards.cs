using System.Globalization;
using ChatOps.Core.Reports;

namespace ChatOps.Bot.Cards;

/// <summary>Reports that come by the clock, and how often they do.</summary>
public static class DigestCards
{
    /// <param name="missed">The first of the days before it that there was no card about; null for none.</param>
    public static Card Build(SpendReport report, DateOnly? missed)
    {
        var mute = new CardButton("Mute", $"digest {report.Whose} off", Ask: "No card comes by itself any more. `digest` brings them back.");
        return ReportCard.Build(report)
            .Add(missed is { } day ? new CardElement.Text(Missed(report.Whose, day), TextStyle.Subtle) : null)
            .Add(report.Period.IsWholeDay ? mute : null);
    }

    /// <param name="whose">As it is typed.</param>
    /// <param name="title">Of the team or the organisation.</param>
    /// <param name="where">"in #vision", "to you".</param>
    /// <param name="mayChange">Who asks may say how often.</param>
    public static Card Pace(string whose, string title, string where, DigestPace pace, Clock clock, bool mayChange)
    {
        var next = DigestTimes.Next(clock.Now, clock.Zone);
        var card = pace switch
        {
            DigestPace.Daily => new Card { Title = $"{title} gets a card each morning", Tone = Tone.Good }.Add(new CardElement.Text(
                $"About the day before, {where}; on Mondays another about the week, and on the 1st about the month. The next one comes {clock.Until(next)}.")),
            DigestPace.Weekly => new Card { Title = $"{title} gets a card each Monday", Tone = Tone.Good }.Add(new CardElement.Text(
                $"About the week before, {where} at 9:00; on the 1st another about the month.")),
            DigestPace.Off => new Card { Title = $"{title} gets no card by itself" }.Add(new CardElement.Text($"`report {whose}` shows one at any time.")),
        };
        if (!mayChange) return card;
        return card
            .Add(pace == DigestPace.Daily ? null : new CardButton("Daily", $"digest {whose} daily"))
            .Add(pace == DigestPace.Weekly ? null : new CardButton("Only weekly", $"digest {whose} weekly"))
            .Add(pace == DigestPace.Off ? null : new CardButton("None", $"digest {whose} off"));
    }

    private static string Missed(string whose, DateOnly day) => string.Create(
        CultureInfo.InvariantCulture, $"No card came about {day:ddd d MMM} and what followed: `report {whose} {day:yyyy-MM-dd}` shows a day that was missed.");
}
