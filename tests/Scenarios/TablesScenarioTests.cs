using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Scenarios;

/// <summary>The same on Azure's tables; a class of its own, because classes run side by side.</summary>
public sealed class TablesScenarioTests(Azurite azurite)
{
    [Theory]
    [MemberData(nameof(ScenarioTests.Files), MemberType = typeof(ScenarioTests))]
    public async Task Plays_the_same_on_Azure_s_tables(string file) =>
        await ScenarioTests.PlayAsync(file, restartAlways: false, await azurite.NewTablesAsync());
}
