using System.Globalization;
using System.Text;

namespace ChatOps.Sandbox.Monitor;

/// <summary>The table: of each machine as long as anybody asks for, which is a day and what comes late of it.</summary>
internal sealed class MetricRows
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(36);

    /// <summary>What is too old goes when there are this many again as there were.</summary>
    private const int FewRows = 128;

    private readonly Dictionary<string, List<MetricRow>> _byMachine = [];
    private readonly Dictionary<string, int> _tidied = [];

    /// <summary>Before its first row, Log Analytics does not know the table.</summary>
    public bool IsThere { get; private set; }

    public int Count => _byMachine.Values.Sum(rows => rows.Count);

    public void Add(string machine, MetricRow row, DateTimeOffset now)
    {
        IsThere = true;
        if (!_byMachine.TryGetValue(machine, out var rows)) _byMachine[machine] = rows = [];
        rows.Add(row);
        if (rows.Count < 2 * Math.Max(FewRows, _tidied.GetValueOrDefault(machine))) return;
        rows.RemoveAll(old => old.At < now - Kept);
        _tidied[machine] = rows.Count;
    }

    /// <summary>Of some machines, in the order of their names.</summary>
    public IEnumerable<(string Machine, IReadOnlyList<MetricRow> Rows)> Of(Func<string, bool> which) => _byMachine
        .Where(machine => which(machine.Key))
        .OrderBy(machine => machine.Key, StringComparer.Ordinal)
        .Select(machine => (machine.Key, (IReadOnlyList<MetricRow>)machine.Value));

    /// <summary>As evenly as KQL's <c>hash</c>, if not with the same numbers.</summary>
    public static int Hash(string machine, int modulus)
    {
        var hash = 2166136261u;
        foreach (var one in Encoding.UTF8.GetBytes(machine)) hash = (hash ^ one) * 16777619u;
        return (int)(hash % (uint)modulus);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Count} rows of {_byMachine.Count} machines");
}
