using ChatOps.Bot.Rendering;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Bot.Rendering;

/// <summary>The pictures of cards in the README: drawn anew with <c>UPDATE_IMAGES=1 dotnet test --filter FullyQualifiedName~CardPictures</c>.</summary>
public sealed class CardPictures(Chromium chromium)
{
    private const int LargestFile = 144 * 1024;

    /// <summary>Those that show what the bot is, by the file's name.</summary>
    private static readonly Dictionary<string, string> Pictured = new()
    {
        ["launching"] = "Machine.on-its-way",
        ["running"] = "Machine.running",
        ["form"] = "LaunchForm",
        ["list"] = "List.by-owner",
        ["approval"] = "Request.approvers.waiting",
        ["terminate"] = "Terminate",
        ["help"] = "Help",
        ["idle-warning"] = "Reap.warning-four-gpus",
        ["why"] = "Why.idle-and-warned",
        ["digest"] = "Report.digest",
    };

    public static TheoryData<string, string> Files
    {
        get
        {
            var files = new TheoryData<string, string>();
            foreach (var name in Pictured.Keys)
            {
                files.Add(name, "light");
                files.Add(name, "dark");
            }
            return files;
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task There_is_a_small_picture_of_each_main_card(string name, string look)
    {
        var file = Repository.At("docs", "images", $"{name}-{look}.png");
        if (Environment.GetEnvironmentVariable("UPDATE_IMAGES") == "1")
        {
            await using var page = await CardPage.OpenAsync(chromium, 540, TestContext.Current.CancellationToken);
            await page.DrawAsync(AdaptiveCardRenderer.Render(AllCards.All[Pictured[name]], new AdaptivePlace()), look);
            await File.WriteAllBytesAsync(file, await page.PictureAsync(), TestContext.Current.CancellationToken);
        }

        Assert.InRange(new FileInfo(file).Length, 1, LargestFile);
    }
}
