using System.Diagnostics;
using ChatOps.Bot.Cards;
using ChatOps.Core.Audit;
using ChatOps.Core.Blueprints;
using ChatOps.Core.People;
using ChatOps.Core.State;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Commands;

public sealed class AuditCommand(AuditLog audit, MachineFinder finder, MachineStore machines, BlueprintCatalog blueprints) : ICommand
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);
    private static readonly string[] Options = ["since", "by", "team", "as"];

    public CommandSyntax Syntax { get; } = new(
        "audit", "audit [MACHINE | export | verify] [--since 7d]", "Who did what and why, and what a machine was made of.")
    {
        Arguments = [new Argument("machine")],
        Options =
        [
            new Option("since", OptionKind.Duration, "How far back; a week if you do not say."),
            new Option("by", OptionKind.Word, "Only what this person did."),
            new Option("team", OptionKind.Word, "Only what concerns this team."),
            new Option("as", OptionKind.Word, "Of an export: csv for a spreadsheet, or jsonl, from which others can verify it."),
        ],
        Needs = Need.ReadAudit,
        Examples = ["audit ember-otter", "audit --since 1d --by scientist", "audit export --since 30d --as jsonl", "audit verify"],
        Details = "For managers (of their teams), auditors and admins. With a machine: its blueprint, image, driver, lock file, checks and history, "
            + "also after it is gone. verify computes the chain again: no entry was changed or removed.",
    };

    public async Task<Reply> RunAsync(CommandCall call, CancellationToken cancellationToken) =>
        Reply.Private(call.Words.Word("machine")?.ToLowerInvariant() switch
        {
            null => await ListAsync(call, cancellationToken),
            "export" => await ExportAsync(call, cancellationToken),
            "verify" => await VerifyAsync(call, cancellationToken),
            { } named => await MachineAsync(call, named, cancellationToken),
        });

    private async Task<Card> ListAsync(CommandCall call, CancellationToken cancellationToken)
    {
        if (call.Words.Word("as") is not null) throw new UserError("--as is for an export. Write: audit export --as csv");
        var (entries, since) = await ReadAsync(call, cancellationToken);
        return AuditCards.List(entries, since, call.Clock);
    }

    private async Task<Card> ExportAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var typed = call.Words.Word("as") ?? "csv";
        var format = AuditExport.Parse(typed)
            ?? throw new UserError($"I cannot export as {Echo.Name(typed)}. Write --as csv or --as jsonl.", "as");
        var (entries, since) = await ReadAsync(call, cancellationToken);
        return AuditCards.Export(entries, since, format, call.Clock);
    }

    private async Task<Card> VerifyAsync(CommandCall call, CancellationToken cancellationToken)
    {
        AuditReader.RequireMayVerify(call.Person);
        RequireNoOptions(call, "verify computes the whole chain again");
        return await audit.VerifyAsync(cancellationToken) switch
        {
            AuditVerdict.Unbroken unbroken => AuditCards.Unbroken(unbroken, call.Clock),
            AuditVerdict.Broken broken => AuditCards.Broken(broken),
            _ => throw new UnreachableException(),
        };
    }

    private async Task<Card> MachineAsync(CommandCall call, string named, CancellationToken cancellationToken)
    {
        RequireNoOptions(call, "a machine's record is complete");
        var machine = await finder.FindAsync(call.Person, named, _ => true, cancellationToken);
        AuditReader.RequireMayRead(call.Person, machine.Team);
        var events = await machines.HistoryAsync(machine.Id, cancellationToken).ToListAsync(cancellationToken);
        return AuditMachineCard.Build(machine, blueprints.Find(machine.Blueprint), [.. events], call.Clock);
    }

    /// <summary>What was asked for and may be seen, newest first.</summary>
    private async Task<(IReadOnlyList<SealedEntry> Entries, DateTimeOffset Since)> ReadAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var (since, by, team) = (call.Clock.Now - (call.Words.Duration("since") ?? Week), call.Words.Word("by"), call.Words.Word("team")?.ToLowerInvariant());
        if (team is not null) AuditReader.RequireMayRead(call.Person, team);
        var entries = await audit.SinceAsync(since, cancellationToken)
            .Where(one => AuditReader.MaySee(call.Person, one.Entry) && (team is null || one.Entry.Team == team) && (by is null || IsBy(one.Entry, by)))
            .ToListAsync(cancellationToken);
        return ([.. entries.OrderByDescending(one => one.Entry.At).ThenByDescending(one => one.Seq)], since);
    }

    /// <param name="person">An e-mail address, or what stands before its @.</param>
    private static bool IsBy(AuditEntry entry, string person) =>
        entry.Who is { } who && (who.Equals(person, StringComparison.OrdinalIgnoreCase)
            || Person.HandleOf(who).Equals(person.TrimStart('@'), StringComparison.OrdinalIgnoreCase));

    private static void RequireNoOptions(CommandCall call, string because)
    {
        if (Options.FirstOrDefault(call.Words.Flag) is { } option) throw new UserError($"--{option} makes no sense here: {because}. Leave it out.");
    }
}
