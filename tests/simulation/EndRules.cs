using System.Globalization;
using System.Text.Json.Nodes;
using ChatOps.Bot;
using ChatOps.Bot.Cards;
using ChatOps.Core.Inventory;
using ChatOps.Core.Machines;
using ChatOps.Core.People;

namespace ChatOps.Simulation;

/// <summary>What must be so once everything has calmed down, and what must be told on the way.</summary>
internal sealed class EndRules(
    Agenda agenda, Verdict verdict, RowRules rows, SimCloud cloud, CloudRules hardware, Mail mail, MemoryTable ledger, Weather weather)
{
    /// <summary>A sweep comes each minute; it takes what is due and brings what waits.</summary>
    private static readonly TimeSpan Prompt = TimeSpan.FromMinutes(4);

    public static Conversation OwnerOf(Machine machine) => Conversation.Direct(machine.Home.Channel, machine.Owner);

    /// <summary>True when nothing more will happen: every lease over, everything stopped or gone, everything told.</summary>
    public bool IsAtRest => WhyNot() is null;

    /// <summary>What is still to be done; null for nothing.</summary>
    public string? WhyNot()
    {
        foreach (var life in rows.Lives.Values)
        {
            if (!life.Now.IsGone && life.Now.Phase is not (Phase.Stopped or Phase.Evicted)) return $"{life.Now.Id} is {life.Now.Phase}";
            if (!life.Now.IsGone && cloud.Vm(life.Now.Id) is not { Power: PowerState.Deallocated, Operation: 0 })
                return $"the VM of {life.Now.Id} is not at rest";
            if (life.Waiting.Count > 0) return $"{life.Waiting.Keys.First()} waits to be told";
        }
        return cloud.Live.FirstOrDefault(resource => !rows.Lives.TryGetValue(resource.Machine, out var life) || life.Now.IsGone) is { } leak
            ? $"{leak.Name} is left"
            : null;
    }

    /// <summary>Once nothing goes wrong any more, whatever is due is done, with or without nudges.</summary>
    public void RequirePromptness()
    {
        foreach (var life in rows.Lives.Values)
        {
            verdict.Require(life.Now.IsGone || life.Now.DueAt > agenda.Now - Prompt, "4 No lost nudge",
                () => $"{life.Now.Id} is due since {life.Now.DueAt:HH:mm:ss}");
            foreach (var (key, message) in life.Waiting)
                verdict.Require(message.At > agenda.Now - Prompt, "4 No lost nudge", () => $"{key} waits since {message.At:HH:mm:ss}");
        }
    }

    /// <summary>A message leaves the outbox: somebody has seen it, or it had become moot.</summary>
    public void Left(Life life, string key)
    {
        if (!life.Waiting.TryGetValue(key, out var waiting)) return;
        var isCard = waiting.Message.Notice == Notice.CardChanged;
        var shown = isCard ? mail.Under(life.Now.Home, MachineCard.Key(life.Now.Id)) : mail.Under(OwnerOf(life.Now), key);
        if (shown.Any(card => card.At >= waiting.At)) return;
        var clock = new Clock(agenda.Now, TimeZoneInfo.Utc);
        var isMoot = !isCard && life.Versions.Skip(waiting.Version).Any(version => NoticeCard.Build(waiting.Message, version, clock) is null);
        verdict.Require(isMoot, "3 No lost event", () => $"{key} ({waiting.Message.Notice}) has left the outbox, and nobody has seen it");
    }

    public void RequireEnd()
    {
        foreach (var life in rows.Lives.Values)
        {
            var machine = life.Now;
            foreach (var key in life.Told.Keys.Append(MachineCard.Key(machine.Id)))
                verdict.Require(mail.ConversationsOf(key).Count() <= 1, "3 No lost event", () => $"{key} was shown in two conversations");
            var card = MachineCard.Build(machine, new Clock(agenda.Now, TimeZoneInfo.Utc));
            var shown = mail.Under(machine.Home, MachineCard.Key(machine.Id));
            // A program that dies, or hears no answer, right after it has covered up a newer card cannot mend it.
            var isMendable = weather is { Failing: 0, TimingOut: 0, Dying: 0 };
            verdict.Require(shown.Count > 0 && (!isMendable || shown[^1].Card.Title == card.Title), "3 No lost event",
                () => $"people see \"{(shown.Count > 0 ? shown[^1].Card.Title : "nothing")}\" of {machine.Id} instead of \"{card.Title}\"");
            if (!machine.IsGone) RequireParts(machine);
            else RequireKept(machine);
            RequireBill(life);
        }
    }

    /// <summary>A stopped machine still has what its owner keeps on it.</summary>
    private void RequireParts(Machine machine)
    {
        var parts = cloud.Live.Where(resource => resource.Machine == machine.Id).ToList();
        foreach (var kind in (ResourceKind[])[ResourceKind.Vm, ResourceKind.Nic, ResourceKind.Disk])
            verdict.Require(parts.Any(part => part.Kind == kind), "1 No leak", () => $"{machine.Id} has lost its {kind}");
    }

    /// <summary>What it cost is not forgotten with it. Who saw first that it is gone may have written last, a moment later.</summary>
    private void RequireKept(Machine machine)
    {
        var stretches = ledger.All($"{machine.Id}~").SelectMany(row => JsonNode.Parse(row.Body)?["stretches"]?.AsArray() ?? []).OfType<JsonNode>();
        var kept = stretches.Where(stretch => stretch["kind"] is null).Sum(stretch => (At(stretch["to"]) - At(stretch["from"])).TotalHours);
        verdict.Require(Math.Abs(machine.Billed(agenda.Now).TotalHours - kept) < Prompt.TotalHours, "Billing",
            () => $"{machine.Id} was billed for {machine.Billed(agenda.Now):g}, and {kept:0.000} hours of it are kept");
    }

    private static DateTimeOffset At(JsonNode? text) => DateTimeOffset.Parse($"{text}", CultureInfo.InvariantCulture);

    /// <summary>In calm weather, and when nobody else stops it, what is billed is what it held hardware for.</summary>
    private void RequireBill(Life life)
    {
        if (weather != new Weather { AzureTells = weather.AzureTells } || hardware.WasStoppedOutside(life.Now.Id)) return;
        var (billed, held) = (life.Now.Billed(agenda.Now), hardware.AllocatedTime(life.Now.Id));
        verdict.Require((billed - held).Duration() < TimeSpan.FromMinutes(6 * (1 + life.Now.Start)), "Billing",
            () => $"{life.Now.Id} is billed for {billed:g} and held hardware for {held:g}");
    }
}
