using System.Text.Json;
using System.Text.Json.Serialization;
using ChatOps.Core.Machines;
using ChatOps.Core.State;

namespace ChatOps.Simulation;

/// <summary>What is known of a machine from all that was written about it.</summary>
internal sealed class Life(Machine first)
{
    public Machine Now { get; set; } = first;

    public List<Machine> Versions { get; } = [first];

    public List<MachineEvent> Events { get; } = [];

    /// <summary>Messages that wait, by their key, each with the version that came with it.</summary>
    public Dictionary<string, (OutboxMessage Message, DateTimeOffset At, int Version)> Waiting { get; } = [];

    /// <summary>Messages of all times.</summary>
    public Dictionary<string, OutboxMessage> Told { get; } = [];
}

/// <summary>Looks at each transaction that is written to the machines' table, at the moment it is written.</summary>
internal sealed class RowRules(Agenda agenda, Verdict verdict)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly Dictionary<MachineId, Life> _lives = [];

    public IReadOnlyDictionary<MachineId, Life> Lives => _lives;

    /// <summary>Called with the row before (null for a new one), the machine's life, and what was recorded and told along with it.</summary>
    public Action<Machine?, Life, IReadOnlyList<MachineEvent>, IReadOnlyList<OutboxMessage>> Stepped { get; set; } = (_, _, _, _) => { };

    /// <summary>Called with the key of a message that leaves the outbox.</summary>
    public Action<Life, string> Left { get; set; } = (_, _) => { };

    public void Written(IReadOnlyList<TableWrite> writes)
    {
        foreach (var write in writes.OfType<TableWrite.Remove>())
            if (write.Row.StartsWith("o~", StringComparison.Ordinal) && _lives.TryGetValue(IdOf(write), out var owner))
            {
                Left(owner, write.Row);
                owner.Waiting.Remove(write.Row);
            }
        var row = writes.FirstOrDefault(write => write.Row.StartsWith("d~", StringComparison.Ordinal))
            ?? writes.FirstOrDefault(write => write.Row.StartsWith("m~", StringComparison.Ordinal));
        var own = writes.Where(write => write is TableWrite.Insert && write.Row[0] is 'e' or 'o').ToList();
        if (row is null) verdict.Require(own.Count == 0, "3 No lost event", () => "events or messages are written without their machine");
        else Take(row, own);
    }

    private void Take(TableWrite row, List<TableWrite> own)
    {
        var machine = JsonSerializer.Deserialize<Machine>(Body(row), Json) ?? throw new InvalidOperationException("No machine.");
        var before = _lives.TryGetValue(machine.Id, out var life) ? life.Now : null;
        if (life is null) _lives[machine.Id] = life = new Life(machine);
        else life.Versions.Add(machine);
        var isNew = row is TableWrite.Insert && row.Row[0] == 'm';
        verdict.Require(isNew == before is null, "2 No twin", () => $"{machine.Id} is launched a second time");
        verdict.Require(before is not { IsGone: true }, "3 No lost event", () => $"{machine.Id} was gone and is written again");
        life.Now = machine;

        var seq = before?.Seq ?? 0;
        var (events, messages) = (new List<MachineEvent>(), new List<OutboxMessage>());
        foreach (var write in own)
        {
            var number = int.Parse(write.Row.Split('~')[2], System.Globalization.CultureInfo.InvariantCulture);
            verdict.Require(number == ++seq, "3 No lost event", () => $"{write.Row} does not follow {seq - 1}");
            if (write.Row[0] == 'e') events.Add(Read<MachineEvent>(write));
            else
            {
                messages.Add(Read<OutboxMessage>(write));
                life.Waiting[write.Row] = (messages[^1], agenda.Now, life.Versions.Count - 1);
                life.Told[write.Row] = messages[^1];
            }
        }
        verdict.Require(machine.Seq == seq, "3 No lost event", () => $"{machine.Id} counts {machine.Seq}, its rows {seq}");
        life.Events.AddRange(events);
        Stepped(before, life, events, messages);
    }

    private static T Read<T>(TableWrite write) =>
        JsonSerializer.Deserialize<T>(Body(write), Json) ?? throw new InvalidOperationException($"{write.Row} is empty.");

    private static string Body(TableWrite write) => write switch
    {
        TableWrite.Insert insert => insert.Body,
        TableWrite.Replace replace => replace.Body,
        _ => throw new InvalidOperationException($"{write.Row} has no body."),
    };

    private static MachineId IdOf(TableWrite write) => new(write.Row.Split('~')[1]);
}
