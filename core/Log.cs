using ChatOps.Core.Approvals;
using ChatOps.Core.Machines;
using ChatOps.Core.Prices;
using Microsoft.Extensions.Logging;

namespace ChatOps.Core;

/// <summary>What core has to say to the operator.</summary>
internal static partial class Log
{
    private static readonly Func<ILogger, MachineId, string, IDisposable?> LookScope =
        LoggerMessage.DefineScope<MachineId, string>("machine {Machine}, look {Correlation}");

    /// <summary>Everything that is logged during one look at a machine says which, and can be told from other looks.</summary>
    public static IDisposable? Look(ILogger logger, MachineId machine) => LookScope(logger, machine, Guid.NewGuid().ToString("N")[..8]);

    /// <summary>What passes by itself is worth a line only to who looks for it.</summary>
    public static void Refused(ILogger logger, MachineId machine, string what, CloudFault fault) => Refused(
        logger, fault.Kind is FaultKind.Transient or FaultKind.Throttled or FaultKind.Conflict ? LogLevel.Information : LogLevel.Warning,
        machine, what, fault.Kind, fault.Code, fault.Message, fault.RequestId);

    [LoggerMessage(EventId = 100, Message = "Machine {Machine}: Azure refused {What}: {Kind} {Code} {Message} (request {RequestId})")]
    private static partial void Refused(
        ILogger logger, LogLevel level, MachineId machine, string what, FaultKind kind, string code, string message, string? requestId);

    [LoggerMessage(101, LogLevel.Error, "Machine {Machine}: a bug in its step; it is looked at again later")]
    public static partial void Broken(ILogger logger, MachineId machine, Exception exception);

    [LoggerMessage(102, LogLevel.Information, "Machine {Machine} is {Phase} and wanted {Wanted}: {Events} events, {Messages} messages, {Effects} effects")]
    public static partial void Stepped(ILogger logger, MachineId machine, Phase phase, Wanted wanted, int events, int messages, int effects);

    [LoggerMessage(103, LogLevel.Warning, "Azure did not list the {What}: {Code} {Message}")]
    public static partial void NotListed(ILogger logger, string what, string code, string message);

    [LoggerMessage(104, LogLevel.Error, "Row {Row} of the audit cannot be read; it is left out")]
    public static partial void Unreadable(ILogger logger, string row, Exception exception);

    [LoggerMessage(105, LogLevel.Error, "What waits could not be added to the audit")]
    public static partial void Unsealed(ILogger logger, Exception exception);

    [LoggerMessage(110, LogLevel.Warning, "Entra has no group {Group}, which policy.yaml names: by it nobody is in a team")]
    public static partial void NoSuchGroup(ILogger logger, string group);

    [LoggerMessage(111, LogLevel.Warning, "Entra did not say who is in group {Group}: {Code} {Message}; what it said at {ReadAt:u} counts until {Until:u}")]
    public static partial void GroupIsOld(ILogger logger, string group, string code, string message, DateTimeOffset readAt, DateTimeOffset until);

    [LoggerMessage(
        112, LogLevel.Error, "Entra did not say who is in group {Group}: {Code} {Message}; nothing of the last day is known: by it nobody is in a team")]
    public static partial void GroupIsUnknown(ILogger logger, string group, string code, string message);

    [LoggerMessage(120, LogLevel.Error, "Request {Request}: a bug while it was looked at; it is looked at again in the next sweep")]
    public static partial void BrokenRequest(ILogger logger, RequestId request, Exception exception);

    public static void NoMetrics(ILogger logger, int machines, CloudFault fault) =>
        NoMetrics(logger, machines, fault.Kind, fault.Code, fault.Message, fault.RequestId);

    [LoggerMessage(121, LogLevel.Warning,
        "The metrics of {Machines} machines cannot be read, and none of them is stopped: {Kind} {Code} {Message} (request {RequestId})")]
    private static partial void NoMetrics(ILogger logger, int machines, FaultKind kind, string code, string message, string? requestId);

    [LoggerMessage(122, LogLevel.Warning, "{Machines} machines are to be stopped at once, and only {Most} are: idle.stopsPerPass of the policy")]
    public static partial void TooManyStops(ILogger logger, int machines, int most);

    [LoggerMessage(123, LogLevel.Information, "Machine {Machine}: snapshot {Snapshot} was kept until {Until:yyyy-MM-dd} and is removed")]
    public static partial void SnapshotExpired(ILogger logger, MachineId machine, string snapshot, DateOnly until);

    [LoggerMessage(130, LogLevel.Information, "Azure's price list was read: {Sizes} prices of sizes and {Disks} of disks, in {Currency}")]
    public static partial void PricesRead(ILogger logger, int sizes, int disks, string currency);

    [LoggerMessage(131, LogLevel.Warning, "{What} in {Region} ({Kind}) costs {After} {Currency} now; it was {Before}")]
    public static partial void PriceChanged(ILogger logger, string what, string region, PriceKind kind, decimal before, decimal after, string currency);

    [LoggerMessage(
        132, LogLevel.Warning, "Azure's price list could not be read: {Code} {Message}; the prices of {ReadAt:u} stay in force until it can")]
    public static partial void PricesAreOld(ILogger logger, string code, string message, DateTimeOffset readAt);

    [LoggerMessage(
        140, LogLevel.Warning, "What machines did on {Day:yyyy-MM-dd} could not be added up, and is tried again: {Kind} {Code} {Message}")]
    public static partial void NotSummed(ILogger logger, DateOnly day, FaultKind kind, string code, string message);

    [LoggerMessage(150, LogLevel.Information, "What Azure billed was read from {From:yyyy-MM-dd} to {To:yyyy-MM-dd}: there are costs on {Days} days")]
    public static partial void ActualsRead(ILogger logger, DateOnly from, DateOnly to, int days);

    [LoggerMessage(151, LogLevel.Warning, "What Azure billed could not be read: {Code} {Message}; it is tried again in an hour")]
    public static partial void ActualsUnread(ILogger logger, string code, string message);
}
