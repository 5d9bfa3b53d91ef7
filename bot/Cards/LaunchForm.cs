using System.Collections.Immutable;
using ChatOps.Core.Blueprints;
using ChatOps.Core.State;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Cards;

/// <summary>What <c>launch</c> without a blueprint offers.</summary>
public static class LaunchForm
{
    /// <param name="last">What the person asked for the last time, which is filled in; null for nothing.</param>
    public static Card Build(ImmutableArray<Blueprint> blueprints, LastLaunch? last = null)
    {
        if (blueprints.IsEmpty) throw new UserError("There is no blueprint that you may launch. Ask the platform team.");
        var first = blueprints.FirstOrDefault(b => b.Name == last?.Blueprint)
            ?? blueprints.FirstOrDefault(b => b.Access.Launch.Contains("everyone"))
            ?? blueprints[0];
        // What was asked of another blueprint says nothing of this one.
        if (first.Name != last?.Blueprint) last = null;
        return new Card
        {
            Title = "Launch a machine",
            Form = new Form("launch", "Launch",
            [
                new FormField("blueprint", "Blueprint", first.Name, [.. blueprints.Select(b => b.Name)]),
                // Left empty, both are the blueprint's own: which one it will be is not known here.
                new FormField("hours", "Hours (empty: the blueprint's)", $"{last?.Lease?.TotalHours:0.##}", [], IsNumber: true),
                new FormField("gpus", "GPUs (empty: as few as there are)", $"{last?.Gpus}", [], IsNumber: true),
                new FormField("spot", "Spot (cheaper, can be taken back)", last?.Spot == true ? "yes" : "no", ["no", "yes"]),
                new FormField("name", "Name (empty: one of ours)", "", []),
                new FormField("project", "Project (empty: none)", "", []),
                new FormField("reason", "What it is for (stands in its history)", "", []),
            ]),
        };
    }
}
