namespace ChatOps.Sandbox.Slack.Blocks;

/// <summary>Rich text as the product draws it: lines, and lines in a frame.</summary>
internal static class RichTextRules
{
    private static readonly string[] Looks = ["bold", "italic", "strike", "code", "underline"];

    public static void Check(Spot block)
    {
        if (!block.Has("type", "block_id?", "elements")) return;
        foreach (var part in block.At("elements").Items(int.MaxValue))
        {
            if (part.Type is "rich_text_section" or "rich_text_preformatted") Part(part);
            else part.At("type").Say($"unsupported type: {part.Type}");
        }
    }

    private static void Part(Spot part)
    {
        if (!(part.Type == "rich_text_section" ? part.Has("type", "elements") : part.Has("type", "elements", "border?"))) return;
        foreach (var run in part.At("elements").Items(int.MaxValue))
        {
            if (run.Type != "text") run.At("type").Say($"unsupported type: {run.Type}");
            else if (run.Has("type", "text", "style?")) Run(run);
        }
    }

    private static void Run(Spot run)
    {
        run.At("text").HasText(int.MaxValue - 1);
        if (run.At("style") is not { Exists: true } style || !style.Has([.. Looks.Select(look => $"{look}?")])) return;
        foreach (var look in Looks.Select(style.At).Where(look => look.Exists)) look.IsBoolean();
    }
}
