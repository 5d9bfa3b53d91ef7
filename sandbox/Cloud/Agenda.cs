using System.Collections;

namespace ChatOps.Sandbox.Cloud;

/// <summary>
/// What will happen, soonest first; at the same moment, in the order in which it was set off. A collection, so that it can be
/// written to a file and read again.
/// </summary>
internal sealed class Agenda : ICollection<Pending>
{
    private static readonly Comparer<Entry> SoonestFirst = Comparer<Entry>.Create((a, b) =>
        a.Item.At.CompareTo(b.Item.At) is not 0 and var byTime ? byTime : a.Number.CompareTo(b.Number));

    private readonly SortedSet<Entry> _entries = new(SoonestFirst);
    private readonly Dictionary<string, List<Entry>> _byName = new(StringComparer.OrdinalIgnoreCase);
    private long _added;

    public int Count => _entries.Count;

    public bool IsReadOnly => false;

    /// <summary>When the next thing happens; null when nothing will.</summary>
    public DateTimeOffset? NextAt => _entries.Count == 0 ? null : _entries.Min.Item.At;

    public void Add(Pending item)
    {
        var entry = new Entry(++_added, item);
        _entries.Add(entry);
        if (!_byName.TryGetValue(item.Name, out var ofName)) _byName[item.Name] = ofName = [];
        ofName.Add(entry);
    }

    /// <summary>Takes out the next thing that is due; null when nothing is.</summary>
    public Pending? TakeDue(DateTimeOffset now)
    {
        if (NextAt is not { } next || next > now) return null;
        var first = _entries.Min;
        Drop(first);
        return first.Item;
    }

    /// <summary>Takes out what would have happened to this resource.</summary>
    public IReadOnlyList<Pending> TakeAll(string name, Func<Pending, bool> which)
    {
        if (!_byName.TryGetValue(name, out var ofName)) return [];
        var taken = ofName.Where(entry => which(entry.Item)).ToList();
        foreach (var entry in taken) Drop(entry);
        return [.. taken.Select(entry => entry.Item)];
    }

    public bool Remove(Pending item) => TakeAll(item.Name, pending => ReferenceEquals(pending, item)).Count > 0;

    public bool Contains(Pending item) => _byName.GetValueOrDefault(item.Name)?.Any(entry => entry.Item == item) == true;

    public void Clear()
    {
        _entries.Clear();
        _byName.Clear();
    }

    public void CopyTo(Pending[] array, int arrayIndex)
    {
        foreach (var item in this) array[arrayIndex++] = item;
    }

    public IEnumerator<Pending> GetEnumerator() => _entries.Select(entry => entry.Item).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Drop(Entry entry)
    {
        _entries.Remove(entry);
        var ofName = _byName[entry.Item.Name];
        ofName.Remove(entry);
        if (ofName.Count == 0) _byName.Remove(entry.Item.Name);
    }

    private readonly record struct Entry(long Number, Pending Item);
}
