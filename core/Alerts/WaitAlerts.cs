using ChatOps.Core.Approvals;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.Words;

namespace ChatOps.Core.Alerts;

/// <summary>People who have waited for too long: for somebody to decide, or for a machine.</summary>
public static class WaitAlerts
{
    public static readonly TimeSpan TooLong = TimeSpan.FromHours(2);

    /// <summary>Null while nobody has to be told.</summary>
    public static Alert? Of(ApprovalRequest request, DateTimeOffset now) =>
        request.State != RequestState.Waiting || now - request.AskedAt < TooLong || now >= request.ExpiresAt ? null : new Alert(
            $"waiting-{request.Id}",
            $"{Person.HandleOf(request.Requester)} has waited for {Durations.Show(now - request.AskedAt)} for somebody to decide",
            $"{request.What}: {Plural.Of(request.Missing, "approval")} missing. Undecided, it expires in {Durations.Show(request.ExpiresAt - now)}.",
            "Approve it, approve it for less, or deny it with a reason.",
            $"requests {request.Id.Short}");

    /// <inheritdoc cref="Of(ApprovalRequest, DateTimeOffset)"/>
    public static Alert? Of(Machine machine, DateTimeOffset now) =>
        machine is not { IsStarting: true, Wanted: Wanted.Running, ReadyAt: null } || now - machine.LaunchedAt < TooLong ? null : new Alert(
            $"waiting-{machine.Id}",
            $"{Person.HandleOf(machine.Owner)} has waited for {Durations.Show(now - machine.LaunchedAt)} for {machine.Name}",
            $"{machine.Blueprint} on {machine.Placement.Size} in {machine.Placement.Region}, which is the {Nth(machine.Attempt + 1)} place that was tried.",
            "Where no region has room, another size or spot capacity may be had sooner; `terminate` ends the waiting.",
            $"history {machine.Name}");

    private static string Nth(int count) => count switch { 1 => "first", 2 => "second", 3 => "third", _ => $"{count}th" };
}
