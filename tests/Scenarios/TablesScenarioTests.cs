using ChatOps.Tests.Functions.Published;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Scenarios;

/// <summary>On Azure's tables, what the published program does not play on them; a class of its own, because classes run side by side.</summary>
public sealed class TablesScenarioTests(Azurite azurite)
{
    public static TheoryData<string> Files => [.. PublishedScenarioTests.Elsewhere];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Plays_the_same_on_Azure_s_tables(string file) =>
        await ScenarioTests.PlayAsync(file, restartAlways: false, new ChatOps.Sandbox.Trial { Tables = await azurite.NewTablesAsync() });
}
