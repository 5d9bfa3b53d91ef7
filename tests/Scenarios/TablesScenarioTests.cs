using System.Collections.Concurrent;
using ChatOps.Core.State;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Scenarios;

/// <summary>The same on Azure's tables; a class of its own, because classes run side by side.</summary>
public sealed class TablesScenarioTests(Azurite azurite)
{
    [Theory]
    [MemberData(nameof(ScenarioTests.Files), MemberType = typeof(ScenarioTests))]
    public async Task Plays_the_same_on_Azure_s_tables_and_writes_no_secret_into_them(string file)
    {
        var (tables, written) = (await azurite.NewTablesAsync(), new ConcurrentQueue<string>());
        var trial = new ChatOps.Sandbox.Trial { Tables = name => new HookedTable(tables(name)) { BeforeWrite = NoteAsync } };
        await ScenarioTests.PlayAsync(file, restartAlways: false, trial);
        Assert.Null(Secrets.FindIn(string.Join('\n', written)));

        Task NoteAsync(IReadOnlyList<TableWrite> writes)
        {
            foreach (var write in writes) written.Enqueue($"{write}");
            return Task.CompletedTask;
        }
    }
}
