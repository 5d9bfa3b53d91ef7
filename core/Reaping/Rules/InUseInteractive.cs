using ChatOps.Core.Words;

namespace ChatOps.Core.Reaping.Rules;

/// <summary>Somebody sits at it: a terminal, a busy notebook, an editor.</summary>
internal static class InUseInteractive
{
    public static Verdict Judge(Case c)
    {
        var active = c.Bins.Where(bin => bin.Sessions > 0).ToList();
        if (active.Count == 0)
        {
            return new Verdict(
                RuleName.InUseInteractive, VerdictKind.NoOpinion, c.Bins.Any() ? "Nobody was active on it." : "Whether anybody was on it was not measured.");
        }
        var bin = active[^1];
        var was = bin.Sessions == 1 ? "was" : "were";
        return new Verdict(RuleName.InUseInteractive, VerdictKind.Keep, $"{Plural.Of(bin.Sessions, "session")} {was} active on it {c.Ago(bin)}.");
    }
}
