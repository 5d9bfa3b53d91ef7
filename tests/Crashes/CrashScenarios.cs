namespace ChatOps.Tests.Crashes;

/// <param name="Ends">What somebody is shown, or a row says, in the end: it has come so far.</param>
internal sealed record CrashScenario(string Name, string Ends, params string[] Lines);

/// <summary>
/// Short ones: every minute of theirs is played once for each call. Time is left between two lines, because a crash may cost the five minutes after which a
/// machine is looked at without a nudge.
/// </summary>
internal static class CrashScenarios
{
    private const string Launch = "@scientist #vision> launch pytorch-t4 for 12h --name ember-otter";
    private const string Ready = "! advance 30m";

    public static IReadOnlyList<CrashScenario> All { get; } =
    [
        new("launch", "ember-otter: Running", Launch, Ready),
        new("failed check", "Everything it had created is removed", "! cloud fail check torch cuda", Launch, Ready),
        new("failed check, kept until its lease ends", "Everything it had created is removed",
            "! cloud fail check torch cuda", "@scientist> launch pytorch-t4 for 1h --name ember-otter --keep-on-failure", "! advance 2h"),
        new("no room, then room", "Standard_NC8as_T4_v3 in eastus",
            "! cloud capacity Standard_NC4as_T4_v3 eastus 0", Launch, "! advance 40m"),
        new("stop", "ember-otter: Stopped", Launch, Ready, "@scientist> stop", "! advance 15m"),
        new("start", "ember-otter: Running", Launch, Ready, "@scientist> stop", "! advance 15m", "@scientist> start", "! advance 20m"),
        new("extend", "\"lease\":\"11:00:00\"", "@scientist> launch pytorch-t4 for 8h --name ember-otter", Ready, "@scientist> extend 3h", "! advance 5m"),
        new("terminate", "ember-otter: Deleted", Launch, Ready, "@scientist> terminate --yes", "! advance 15m"),
        new("cancel", "ember-otter: Deleted", Launch, "! advance 1m", "@scientist> terminate", "! advance 20m"),
        new("lease end", "Why: its lease ended.", "@scientist> launch pytorch-t4 for 1h --name ember-otter", "! advance 2h"),
        new("eviction", "ember-otter is Running",
            "@scientist> launch pytorch-t4 on spot for 12h --name ember-otter", Ready, "! cloud evict ember-otter", "! advance 15m", "@scientist> start", "! advance 20m"),
        new("deleted in the portal", "ember-otter is gone", Launch, Ready, "! cloud delete ember-otter", "! advance 20m"),
        new("orphans", "leftover", "! cloud orphan vm lost-lemur", "! cloud orphan ip lost-lemur", "! advance 3h"),
    ];
}
