using ChatOps.Core.Alerts;

namespace ChatOps.Bot.Cards;

/// <summary>Tells who can do something about it what is the matter.</summary>
public static class AlertCard
{
    public static Card Build(Alert alert) => new Card { Title = alert.Title, Tone = Tone.Warning }
        .Add(new CardElement.Text(alert.Seen))
        .Add(new CardElement.Text(alert.Advice))
        .Add(new CardButton("Look", alert.Command));
}
