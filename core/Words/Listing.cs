namespace ChatOps.Core.Words;

/// <summary>"a", "a and b", "a, b and c".</summary>
public static class Listing
{
    public static string And(IEnumerable<string> items) => Of(items, "and");

    public static string Or(IEnumerable<string> items) => Of(items, "or");

    private static string Of(IEnumerable<string> items, string last)
    {
        var all = items.ToList();
        return all.Count < 2 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} {last} {all[^1]}";
    }
}
