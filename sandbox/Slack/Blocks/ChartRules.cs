namespace ChatOps.Sandbox.Slack.Blocks;

/// <summary>Charts. https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block</summary>
internal static class ChartRules
{
    private const int LongestTitle = 50, LongestAxis = 50, LongestLabel = 20, MostSegments = 6, MostSeries = 6, MostPoints = 20;

    public static void Check(Spot block)
    {
        if (!block.Has("type", "block_id?", "title", "chart")) return;
        block.At("title").HasText(LongestTitle);
        var chart = block.At("chart");
        if (chart.Type == "pie") Pie(chart);
        else if (chart.Type is "bar" or "line" or "area") Lines(chart);
        else chart.At("type").Say($"unsupported type: {chart.Type}");
    }

    private static void Pie(Spot chart)
    {
        if (!chart.Has("type", "segments")) return;
        foreach (var segment in chart.At("segments").Items(MostSegments))
        {
            if (Point(segment) && segment.At("value").Number <= 0) segment.At("value").Say("must be greater than 0");
        }
    }

    private static void Lines(Spot chart)
    {
        if (!chart.Has("type", "series", "axis_config") || !chart.At("axis_config").Has("categories", "x_label?", "y_label?")) return;
        var axis = chart.At("axis_config");
        var categories = axis.At("categories").Items(MostPoints);
        foreach (var category in categories) category.HasText(LongestLabel);
        Unique(categories, "category");
        foreach (var label in new[] { axis.At("x_label"), axis.At("y_label") }.Where(label => label.Exists)) label.HasText(LongestAxis);

        var series = chart.At("series").Items(MostSeries);
        foreach (var one in series)
        {
            if (!one.Has("name", "data")) continue;
            one.At("name").HasText(LongestLabel);
            var labels = one.At("data").Items(MostPoints).Where(Point).Select(point => point.At("label")).ToList();
            foreach (var label in labels.Where(label => categories.All(category => category.Text != label.Text))) label.Say("must be one of the categories");
            Unique(labels, "label");
            if (labels.Count < categories.Count) one.At("data").Say("must have a point for each category");
        }
        Unique(series.Select(one => one.At("name")), "name");
    }

    private static bool Point(Spot point)
    {
        if (!point.Has("label", "value")) return false;
        point.At("label").HasText(LongestLabel);
        if (point.At("value").Number is null) point.At("value").Say("must be a number");
        return true;
    }

    private static void Unique(IEnumerable<Spot> texts, string what)
    {
        var seen = new HashSet<string>();
        foreach (var text in texts)
            if (text.Text is { } found && !seen.Add(found)) text.Say($"{what} \"{found}\" already exists");
    }
}
