using ChatOps.Core.Words;

namespace ChatOps.Core.Reaping.Rules;

/// <summary>Its owner said on the machine that they are done with it. Nobody needs to be warned of what they have asked for.</summary>
internal static class Done
{
    public static Verdict Judge(Case c)
    {
        if (c.DoneAt is not { } done) return new Verdict(RuleName.Done, VerdictKind.NoOpinion, "Nobody has said on it that they are done.");
        var said = $"`gpu done` was said on it {Durations.Show(c.Now - done)} ago";
        // A whole bin after it shows that nothing goes on.
        return c.Bins.Any()
            ? new Verdict(RuleName.Done, VerdictKind.Stop, $"{said}.") { Since = done }
            : new Verdict(RuleName.Done, VerdictKind.NoOpinion, $"{said}; what it has done since is looked at first.");
    }
}
