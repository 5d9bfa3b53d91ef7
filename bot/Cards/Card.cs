using System.Collections.Immutable;
using ChatOps.Core.People;

namespace ChatOps.Bot.Cards;

/// <summary>
/// What a person sees, whatever the channel: a neutral tree that a renderer draws. Texts are plain; a renderer escapes them.
/// </summary>
public sealed record Card
{
    public required string Title { get; init; }
    public Tone Tone { get; init; }
    public ImmutableArray<CardElement> Body { get; init; } = [];
    public ImmutableArray<CardButton> Buttons { get; init; } = [];
    /// <summary>What can be filled in; null for a card without a form.</summary>
    public Form? Form { get; init; }
    /// <summary>Who may press its buttons, where that is not everybody who sees it: a chat that can shows them to nobody else.</summary>
    public Pressers? Pressers { get; init; }

    public Card Add(CardElement? element) => element is null ? this : this with { Body = Body.Add(element) };

    public Card Add(CardButton? button) => button is null ? this : this with { Buttons = Buttons.Add(button) };
}

/// <summary>The owner; the managers of the team, and admins. It saves the others a refusal; who may is decided when a button is pressed.</summary>
/// <param name="Owner">By e-mail; null where it is nobody's own.</param>
/// <param name="Team">Null where it is nobody else's business.</param>
public sealed record Pressers(string? Owner, string? Team)
{
    public bool Include(Person person) => person.Email == Owner || (Team is not null && (person.IsAdmin || person.Manages(Team)));

    /// <summary>By e-mail, the owner first.</summary>
    public ImmutableArray<string> Emails(Policy policy)
    {
        var others = Team is null ? [] : policy.Teams.Where(team => team.Name == Team).SelectMany(team => team.Managers).Concat(policy.Admins);
        return [.. (Owner is null ? others : others.Prepend(Owner)).Distinct()];
    }
}

/// <summary>How it is to be taken: a colour, never the only sign of anything.</summary>
public enum Tone { Plain, Progress, Good, Warning, Bad }

public static class Tones
{
    /// <summary>The sign before a title, so that the tone is seen without colours.</summary>
    public static string Mark(this Tone tone) => tone switch
    {
        Tone.Plain => "",
        Tone.Progress => "◐ ",
        Tone.Good => "● ",
        Tone.Warning => "▲ ",
        Tone.Bad => "✗ ",
    };
}

/// <param name="Label">A verb.</param>
/// <param name="Command">What pressing says in the presser's name, as if typed. It grants nothing: who may is decided when it arrives.</param>
/// <param name="Ask">What a chat that can asks before it is pressed for good; null for nothing.</param>
public sealed record CardButton(string Label, string Command, ButtonStyle Style = ButtonStyle.Plain, string? Ask = null);

public enum ButtonStyle { Plain, Primary, Danger }

public abstract record CardElement
{
    public sealed record Text(string Value, TextStyle Style = TextStyle.Plain) : CardElement;

    /// <summary>Names and values, one under the other.</summary>
    public sealed record Facts(ImmutableArray<Fact> Items) : CardElement;

    /// <summary>What is done, what is being done, what is to come.</summary>
    public sealed record Steps(ImmutableArray<CardStep> Items) : CardElement;

    public sealed record Table(ImmutableArray<string> Columns, ImmutableArray<ImmutableArray<string>> Rows) : CardElement;

    /// <summary>To be copied: commands, or the last lines of an output.</summary>
    public sealed record Code(string Value, string? Caption = null) : CardElement;

    /// <summary>Numbers to compare: drawn where a chat can, rows of text elsewhere.</summary>
    /// <param name="Unit">Of all values: a currency as "USD", "h"; empty for counts.</param>
    public sealed record Chart(string Title, ChartKind Kind, string Unit, ImmutableArray<ChartSeries> Series) : CardElement;

    private CardElement() { }
}

/// <summary>Bars compare, a line shows how something went, a donut shows parts of a whole.</summary>
public enum ChartKind { Bar, Line, Donut }

/// <param name="Name">Shown where there are several.</param>
public sealed record ChartSeries(string Name, ImmutableArray<ChartPoint> Points);

/// <param name="Label">A name, or a day as 2026-11-20.</param>
/// <param name="Value">Not negative. Two decimals of it are shown.</param>
public sealed record ChartPoint(string Label, decimal Value);

public enum TextStyle { Plain, Subtle, Strong }

public sealed record Fact(string Name, string Value);

/// <param name="Elapsed">How long it took or has been going on; null before it begins.</param>
public sealed record CardStep(string Label, StepState State, TimeSpan? Elapsed);

public enum StepState { Waiting, Active, Done, Failed }
