using System.Collections.Immutable;
using ChatOps.Core.Prices;
using ChatOps.Core.Words;
using ChatOps.Core.Yaml;

namespace ChatOps.Core.People;

/// <summary>Reads <c>blueprints/policy.yaml</c>; the schema beside it is <c>schema/policy.schema.json</c>, the guide <c>docs/policy.md</c>.</summary>
public static class PolicyFile
{
    internal const string Email = @"^[a-z0-9._+-]+@[a-z0-9.-]+$";
    internal const string AnEmail = "an e-mail address in lower case";

    private const string ADay = "days: mon, tue, wed, thu, fri, sat, sun";

    private static readonly ImmutableArray<string> Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    /// <exception cref="InvalidFileException">The file is wrong; says where.</exception>
    public static Policy Load(string path) => Parse(path, TextFile.Read(path));

    public static Policy Parse(string file, string text) => YamlFields.Read(file, text, fields => new Policy
    {
        Organisation = fields.Line("organisation"),
        TimeZone = Zone(fields) ?? Missing(fields),
        Currency = Currency(fields),
        Admins = fields.OptionalTexts("admins", Email, AnEmail),
        Auditors = fields.OptionalTexts("auditors", Email, AnEmail),
        Hours = Hours(fields),
        Approvals = fields.OptionalObject("approvals", Approvals) ?? ApprovalRules.Default,
        Idle = IdleFile.Read(fields, ofTeam: false) ?? IdleRules.None,
        Teams = TeamsFile.Read(fields),
    });

    /// <returns>Null when nothing is said, or no such zone is known.</returns>
    internal static TimeZoneInfo? Zone(YamlFields fields)
    {
        if (fields.OptionalText("timeZone") is not { Length: > 0 } id) return null;
        if (TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone)) return zone;
        fields.Problem("timeZone", "expected an IANA time zone such as Europe/Berlin.");
        return null;
    }

    /// <returns>Null where nothing is said.</returns>
    internal static OfficeHours? Hours(YamlFields fields) => fields.OptionalObject("hours", hours =>
    {
        var read = new OfficeHours(hours.Time("from"), hours.Time("to"), DaysOf(hours));
        if (hours.IsFine("from") && hours.IsFine("to") && read.From >= read.To)
            hours.Problem("to", "expected a time after `from`: hours do not reach into the next day.");
        return read;
    });

    internal static ImmutableArray<DayOfWeek> DaysOf(YamlFields fields) =>
        [.. fields.Texts("days", $"^({string.Join('|', Days)})$", ADay).Select(day => (DayOfWeek)Days.IndexOf(day)).Distinct()];

    private static TimeZoneInfo Missing(YamlFields fields)
    {
        if (!fields.Has("timeZone")) fields.Problem("timeZone", "missing.");
        return TimeZoneInfo.Utc;
    }

    /// <summary>Amounts are compared with list prices, and nothing here knows what one currency is in another.</summary>
    private static string Currency(YamlFields fields)
    {
        var told = fields.OptionalText("currency") is { Length: > 0 } text ? text : Currencies.Default;
        if (Currencies.Listed.Contains(told)) return told;
        fields.Problem("currency", $"expected a currency that Azure lists prices in, not \"{Echo.Of(told)}\": {string.Join(", ", Currencies.Listed)}.");
        return Currencies.Default;
    }

    private static ApprovalRules Approvals(YamlFields fields)
    {
        var rules = new ApprovalRules
        {
            Expire = fields.OptionalDuration("expire") ?? ApprovalRules.Default.Expire,
            OneAbove = fields.OptionalAmount("oneAbove"),
            TwoAbove = fields.OptionalAmount("twoAbove"),
            Restricted = fields.OptionalTexts("restricted", LimitsFile.Glob, LimitsFile.AGlob),
        };
        if (rules.TwoAbove <= rules.OneAbove) fields.Problem("twoAbove", "expected more than `oneAbove`: it takes one approver more.");
        return rules;
    }
}
