using System.Collections.Immutable;
using System.Globalization;
using ChatOps.Core.Words;
using ChatOps.Core.Yaml;

namespace ChatOps.Core.People;

/// <summary>The <c>idle</c> of a policy file: the organisation's, or a team's.</summary>
internal static class IdleFile
{
    private const string MachineName = "^[a-z][a-z0-9-]{2,29}$";
    private const int MostStops = 1_000;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public static IdleRules? Read(YamlFields fields, bool ofTeam) => fields.OptionalObject("idle", idle => new IdleRules
    {
        Enabled = idle.OptionalFlag("enabled"),
        DryRun = idle.OptionalFlag("dryRun"),
        Window = Between(idle, "window", TimeSpan.FromMinutes(10), Day),
        Threshold = idle.OptionalNumber("threshold", 1, 100),
        Cpu = idle.OptionalNumber("cpu", 1, 100),
        Warn = Between(idle, "warn", TimeSpan.FromMinutes(5), Day),
        LongestKeep = Between(idle, "longestKeep", TimeSpan.FromMinutes(30), Day),
        Keeps = idle.OptionalNumber("keeps", 0, 10),
        SilentAfter = Between(idle, "silentAfter", TimeSpan.FromMinutes(10), Day),
        Snapshot = idle.OptionalFlag("snapshot"),
        KeepSnapshots = Between(idle, "keepSnapshots", Day, 365 * Day),
        Resume = idle.OptionalObject("resume", Resume) ?? ResumeRules.None,
        StopsPerPass = ofTeam ? null : idle.OptionalNumber("stopsPerPass", 0, MostStops),
        Quiet = idle.OptionalObject("quiet", Quiet),
        Exceptions = ofTeam ? Exceptions(idle) : [],
    });

    private static ResumeRules Resume(YamlFields resume)
    {
        var read = new ResumeRules
        {
            Enabled = resume.OptionalFlag("enabled"),
            MinimumWindow = Between(resume, "minimumWindow", TimeSpan.FromMinutes(5), Day),
            LongestWindow = Between(resume, "longestWindow", TimeSpan.FromMinutes(10), Day),
            Low = resume.OptionalNumber("low", 1, 100),
            High = resume.OptionalNumber("high", 1, 100),
            Likely = resume.OptionalNumber("likely", 1, 100),
            Busy = resume.OptionalNumber("busy", 1, 100),
        };
        if (read.MinimumWindow >= read.LongestWindow) resume.Problem("longestWindow", "expected more than `minimumWindow`.");
        if (read.Low > read.High) resume.Problem("high", "expected `low` or more: the longer it has been idle, the more may be risked.");
        return read;
    }

    private static QuietHours Quiet(YamlFields quiet)
    {
        var read = new QuietHours(quiet.Time("from"), quiet.Time("to"), quiet.Has("days") ? PolicyFile.DaysOf(quiet) : [], Holidays(quiet));
        if (quiet.IsFine("from") && quiet.IsFine("to") && read.From == read.To)
            quiet.Problem("to", "expected another time than `from`: when are people at work?");
        return read;
    }

    private static ImmutableArray<DateOnly> Holidays(YamlFields quiet)
    {
        var days = ImmutableArray.CreateBuilder<DateOnly>();
        foreach (var text in quiet.OptionalTexts("holidays"))
            if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) days.Add(day);
            else quiet.Problem("holidays", $"expected days such as 2026-12-25, not \"{Echo.Of(text)}\".");
        return days.ToImmutable();
    }

    private static ImmutableArray<IdleException> Exceptions(YamlFields idle) => idle.Objects("exceptions", fields =>
    {
        var exception = new IdleException(
            fields.OptionalText("machine", MachineName, "the name of a machine such as ember-otter"),
            fields.OptionalText("who", PolicyFile.Email, PolicyFile.AnEmail),
            fields.Date("until"),
            fields.Line("reason"));
        if (exception is { Machine: null, Who: null } && !fields.Has("machine") && !fields.Has("who"))
            fields.Problem("machine", "missing: an exception names a `machine`, or its owner by `who`.");
        return exception;
    });

    private static TimeSpan? Between(YamlFields fields, string name, TimeSpan least, TimeSpan most)
    {
        var read = fields.OptionalDuration(name);
        if (read is { } time && fields.IsFine(name) && (time < least || time > most))
            fields.Problem(name, $"expected {Durations.Show(least)} to {Durations.Show(most)}.");
        return read;
    }
}
