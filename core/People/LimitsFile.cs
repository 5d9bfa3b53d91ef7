using System.Collections.Immutable;
using System.Globalization;
using System.IO.Enumeration;
using ChatOps.Core.Sizes;
using ChatOps.Core.Words;
using ChatOps.Core.Yaml;

namespace ChatOps.Core.People;

/// <summary>The limits of a policy file: of a team, of each person in it, of one person, and for a while.</summary>
internal static class LimitsFile
{
    public const string Glob = @"^[a-z0-9*][a-z0-9*-]{0,60}$";
    public const string AGlob = "names of blueprints, with * for any letters: pytorch-*";

    private const int MostMachines = 10_000;
    private const string GpuGlob = @"^[A-Za-z0-9*][A-Za-z0-9*() -]{0,40}$";
    private const string Region = "^[a-z]+[0-9]?$";

    private static readonly ImmutableArray<string> Models = [.. SizeCatalog.All.Select(size => size.GpuModel).Distinct().Order(StringComparer.Ordinal)];

    /// <param name="hasHours">Whether anything says when the team is at work.</param>
    public static Limits Read(YamlFields fields, bool hasHours)
    {
        var limits = new Limits
        {
            Gpus = Gpus(fields),
            Machines = fields.OptionalNumber("machines", 0, MostMachines),
            MonthlyBudget = fields.OptionalAmount("monthlyBudget"),
            DearestPerHour = fields.OptionalAmount("dearestPerHour"),
            LongestLease = fields.OptionalDuration("longestLease"),
            Blueprints = fields.OptionalTexts("blueprints", Glob, AGlob),
            Regions = fields.OptionalTexts("regions", Region, "region names such as eastus"),
            SpotOutsideHours = fields.OptionalFlag("spotOutsideHours"),
        };
        if (limits.SpotOutsideHours == true && !hasHours)
            fields.Problem("spotOutsideHours", "expected beside `hours`, of the team or of the organisation: outside of which?");
        return limits;
    }

    /// <summary>By the e-mail of whom they are.</summary>
    public static ImmutableDictionary<string, Limits> OfPeople(YamlFields team, bool hasHours, Action<string, string> requireMember)
    {
        var people = team.Named("people", (email, fields) => KeyValuePair.Create(email, Read(fields, hasHours)));
        foreach (var (email, _) in people) requireMember("people", email);
        return people.ToImmutableDictionary();
    }

    public static ImmutableArray<LimitException> Exceptions(YamlFields team, bool hasHours, Action<string, string> requireMember)
    {
        var exceptions = team.Objects("exceptions", fields => new LimitException(
            fields.OptionalText("who", PolicyFile.Email, PolicyFile.AnEmail),
            fields.Date("until"),
            fields.Object("limits", limits => Read(limits, hasHours)),
            fields.Line("reason")));
        foreach (var exception in exceptions)
            if (exception.Who is { Length: > 0 } who) requireMember("exceptions", who);
        return exceptions;
    }

    private static ImmutableArray<GpuLimit> Gpus(YamlFields fields)
    {
        var gpus = fields.Pairs("gpus", GpuGlob, "^(0|[1-9][0-9]{0,3})$", "expected a GPU model and how many, such as \"A100*\": 8.");
        foreach (var model in gpus.Keys.Where(glob => !Models.Any(model => FileSystemName.MatchesSimpleExpression(glob, model))))
            fields.Problem("gpus", $"no GPU is called {Echo.Name(model)}.{Meant(model)}");
        return [.. gpus.Select(pair => new GpuLimit(pair.Key, int.Parse(pair.Value, CultureInfo.InvariantCulture)))];
    }

    /// <summary>"A100" is no model, "A100*" is several.</summary>
    private static string Meant(string glob)
    {
        var families = Models.Select(model => model.Split('-', ' ')[0] is var family && family == model ? model : $"{family}*").Distinct().ToList();
        return families.Contains($"{glob}*") ? $" Did you mean {glob}*?" : NearMiss.Hint(glob, families.Concat(Models));
    }
}
