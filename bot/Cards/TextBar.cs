namespace ChatOps.Bot.Cards;

/// <summary>How much of something is used, in letters: "██████░░░░" is more than half.</summary>
public static class TextBar
{
    private const int Length = 10;

    /// <param name="most">All that there is; of nothing, all is used.</param>
    public static string Of(decimal used, decimal most)
    {
        var blocks = Blocks(used, most);
        return new string('█', blocks) + new string('░', Length - blocks);
    }

    /// <summary>The last one is for when all is used, the first as soon as anything is.</summary>
    private static int Blocks(decimal used, decimal most)
    {
        if (used >= most) return Length;
        return used <= 0 ? 0 : Math.Max(1, (int)(Length * used / most));
    }
}
