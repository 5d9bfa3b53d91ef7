namespace ChatOps.Tests.Crashes;

/// <param name="Ends">What somebody is shown, or a row says, in the end: so far it has come.</param>
internal sealed record CrashScenario(string Name, string Ends, params string[] Lines)
{
    /// <summary>Played first, and undisturbed: what another scenario has shown already.</summary>
    public string[] Before { get; init; } = [];
    /// <summary>Whether its machines have agents.</summary>
    public bool IsMeasured { get; init; }
}

/// <summary>
/// What happens to machines. Between two lines there is time, because a crash may cost the five minutes after which a machine is
/// looked at without a nudge, and where a chore is killed, the time until the next one.
/// </summary>
internal static class CrashScenarios
{
    private const string Launch = "@scientist #vision> launch pytorch-t4 for 8h --name ember-otter";

    private static readonly string[] Ready = [Launch, "! advance 30m"];
    private static readonly string[] Stopped = [.. Ready, "@scientist> stop", "! advance 15m"];

    private const string Ask = "@scientist> launch pytorch-t4 for 11h --name ember-otter --reason ablations";

    public static IReadOnlyList<CrashScenario> All { get; } =
    [
        new("launch", "ember-otter: Running", Ready),
        new("failed check", "Everything it had created is removed", ["! cloud fail check torch cuda", Launch, "! advance 30m"]),
        new("failed check, kept until its lease ends", "Everything it had created is removed",
            ["! cloud fail check torch cuda", "@scientist> launch pytorch-t4 for 1h --name ember-otter --keep-on-failure", "! advance 2h"]),
        new("no room, then room", "Standard_NC8as_T4_v3 in eastus", ["! cloud capacity Standard_NC4as_T4_v3 eastus 0", Launch, "! advance 40m"]),
        new("cancel", "ember-otter: Deleted", [Launch, "! advance 1m", "@scientist> terminate", "! advance 20m"]),
        new("stop", "ember-otter: Stopped", "@scientist> stop", "! advance 15m") { Before = Ready },
        new("start", "ember-otter: Running", "@scientist> start", "! advance 20m") { Before = Stopped },
        new("resize", "\"size\":\"Standard_NC8as_T4_v3\"", "@scientist> resize to Standard_NC8as_T4_v3 --yes", "! advance 30m") { Before = Ready },
        new("resize without room", "ember-otter: Running", "@scientist> start", "! advance 20m", "@scientist> start", "! advance 20m")
        {
            Before = [.. Stopped, "! cloud capacity Standard_NC8as_T4_v3 eastus 0", "@scientist> resize to Standard_NC8as_T4_v3", "! advance 5m"],
        },
        new("extend", "\"lease\":\"10:00:00\"", "@scientist> extend 2h", "! advance 5m") { Before = Ready },
        new("terminate", "ember-otter: Deleted", "@scientist presses Terminate", "@scientist presses Terminate", "! advance 15m") { Before = Ready },
        new("terminate unasked", "ember-otter: Deleted", "@scientist> terminate --yes", "! advance 15m") { Before = Ready },
        // More than a team may have in one go; nobody decides.
        new("ask", "Nobody decided in time: launch pytorch-t4", Ask, "! advance 5m"),
        new("approve", "Approved by manager: launch pytorch-t4", "@manager presses Approve", "! advance 30m") { Before = [Ask, "! advance 5m"] },
        new("lease end", "Why: its lease ended.", "! advance 80m")
        {
            Before = ["@scientist> launch pytorch-t4 for 1h --name ember-otter", "! advance 20m"],
        },
        new("eviction", "ember-otter: Evicted", "! cloud evict ember-otter", "! advance 15m")
        {
            Before = ["@scientist> launch pytorch-t4 on spot for 8h --name ember-otter", "! advance 30m"],
        },
        new("deleted in the portal", "ember-otter is gone", "! cloud delete ember-otter", "! advance 20m") { Before = Ready },
        new("orphans", "leftover", "! cloud orphan vm lost-lemur", "! cloud orphan ip lone-lynx", "! advance 27h"),
        // What waits is sealed by who reads: killed in between, nothing of it is lost, or in the chain twice.
        new("audit", "Audit since", "@admin> audit --by scientist", "! advance 5m", "@admin> audit --by scientist") { Before = Ready },
        new("idle", "To be stopped: 0 % on its GPU for <time>", "! workload ember-otter idle", "! advance 65m") { Before = Ready, IsMeasured = true },
        new("idle, and deleted with a snapshot", "-os-snapshot", "! workload ember-otter idle", "! advance 65m")
        {
            Before = ["@scientist #vision> launch brief-t4 for 8h --name ember-otter", "! advance 30m"],
            IsMeasured = true,
        },
        new("keep", "ember-otter is kept until", "@scientist presses Keep 1h", "! advance 20m")
        {
            Before = [.. Ready, "! workload ember-otter idle", "! advance 38m"],
            IsMeasured = true,
        },
        // Given up before: who is killed while that is noted notes it once more, and a count is shown.
        new("replay", "Replayed: look at ember-otter", "@admin presses Replay", "! advance 5m")
        {
            Before = [.. Ready, "! poison reconcile ember-otter", "! advance 5m"],
        },
    ];
}
