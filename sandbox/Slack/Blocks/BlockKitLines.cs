using System.Collections.Immutable;
using System.Text.Json.Nodes;
using ChatOps.Bot.Cards;
using ChatOps.Core.Words;

namespace ChatOps.Sandbox.Slack.Blocks;

/// <summary>Facts and steps: lines of runs, told apart by how these look.</summary>
internal static class BlockKitLines
{
    private const string Gap = "  ", LineBreak = "\n";

    /// <summary>A name is bold; what follows until the next one is its value. What stands before any belongs to the block before.</summary>
    public static ImmutableArray<Fact> Facts(JsonObject block)
    {
        var facts = ImmutableArray.CreateBuilder<Fact>();
        foreach (var run in BlockKitText.RunsOf(block))
        {
            if (run.IsBold) facts.Add(new Fact(run.Text, ""));
            else if (facts.Count == 0) facts.Add(new Fact("", run.Shown));
            else facts[^1] = facts[^1] with { Value = facts[^1].Value + run.Shown };
        }
        // Between two facts there is a line break; before a value, a gap.
        for (var i = 0; i < facts.Count; i++)
        {
            var value = facts[i].Value;
            if (i < facts.Count - 1 && value.EndsWith(LineBreak, StringComparison.Ordinal)) value = value[..^LineBreak.Length];
            if (value.StartsWith(Gap, StringComparison.Ordinal)) value = value[Gap.Length..];
            facts[i] = facts[i] with { Value = value };
        }
        return facts.ToImmutable();
    }

    public static CardElement.Facts Join(CardElement.Facts before, CardElement.Facts more) => more.Items is [{ Name: "" } rest, ..]
        ? new CardElement.Facts(
        [
            .. before.Items[..^1],
            before.Items[^1] with { Value = $"{before.Items[^1].Value}\n{rest.Value}" },
            .. more.Items[1..],
        ])
        : new CardElement.Facts(before.Items.AddRange(more.Items));

    /// <summary>A mark, a label, and the time it took where it has begun.</summary>
    public static ImmutableArray<CardStep> Steps(JsonObject block)
    {
        var steps = ImmutableArray.CreateBuilder<CardStep>();
        var runs = BlockKitText.RunsOf(block);
        for (var i = 0; i < runs.Count; i++)
        {
            if (i + 1 >= runs.Count) throw new FormatException($"A step has a mark and a label: {block.ToJsonString()}");
            var (mark, label) = (runs[i].Text, runs[i + 1].Text);
            i += 2;
            TimeSpan? elapsed = null;
            if (i < runs.Count && runs[i].Text != LineBreak) elapsed = Elapsed(runs[i++].Text);
            if (i < runs.Count && runs[i].Text != LineBreak) throw new FormatException($"Each step has a line: {block.ToJsonString()}");
            steps.Add(new CardStep(label, State(mark), elapsed));
        }
        return steps.ToImmutable();
    }

    private static StepState State(string mark) => mark switch
    {
        "· " => StepState.Waiting,
        "◐ " => StepState.Active,
        "✓ " => StepState.Done,
        "✗ " => StepState.Failed,
        _ => throw new FormatException($"No step is marked with \"{mark}\"."),
    };

    private static TimeSpan Elapsed(string time) => time.StartsWith(Gap, StringComparison.Ordinal) && Durations.TryParse(time, out var elapsed)
        ? elapsed
        : throw new FormatException($"\"{time}\" is no time that a step takes.");
}
