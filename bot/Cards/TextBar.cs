namespace ChatOps.Bot.Cards;

/// <summary>How much of something is used, in letters: "██████▒▒░░" is more than half, and expected to be more.</summary>
public static class TextBar
{
    private const int Length = 10;

    /// <param name="most">All that there is; of nothing, all is used.</param>
    /// <param name="expected">What will have been used; nothing is drawn of less than is used now.</param>
    public static string Of(decimal used, decimal most, decimal expected = 0)
    {
        var now = Blocks(used, most);
        var later = Math.Max(0, Blocks(expected, most) - now);
        return new string('█', now) + new string('▒', later) + new string('░', Length - now - later);
    }

    /// <summary>The last one is for when all is used, the first as soon as anything is.</summary>
    private static int Blocks(decimal used, decimal most)
    {
        if (used >= most) return Length;
        return used <= 0 ? 0 : Math.Max(1, (int)(Length * used / most));
    }
}
