using System.Collections.Concurrent;
using ChatOps.Core.State;
using ChatOps.Sandbox;
using ChatOps.Sandbox.Play;
using ChatOps.Tests.Tools;
using Microsoft.Extensions.Logging;

namespace ChatOps.Tests.Scenarios;

/// <summary>The whole product, end to end, by what people say and see (tests/scenarios/*.chat).</summary>
public sealed class ScenarioTests
{
    public static TheoryData<string> Files =>
    [
        .. Directory.GetFiles(Path.Combine(Repository.Root, "tests", "scenarios"), "*.chat")
            .Select(Path.GetFileName)
            .OfType<string>()
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Plays_and_writes_no_secret_into_its_tables(string file)
    {
        using var folder = new TempFolder();
        var (state, written) = (folder.At("state.db"), new ConcurrentQueue<string>());
        await PlayAsync(file, restartAlways: false, new Trial { Tables = name => new HookedTable(new SqliteTable(state, name)) { BeforeWrite = NoteAsync } });
        Assert.Null(Secrets.FindIn(string.Join('\n', written)));

        Task NoteAsync(IReadOnlyList<TableWrite> writes)
        {
            foreach (var write in writes) written.Enqueue($"{write}");
            return Task.CompletedTask;
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public Task Plays_the_same_when_the_program_is_killed_after_every_line(string file) => PlayAsync(file, restartAlways: true);

    /// <summary>
    /// Every second file: what the program forgets with its life is the same whatever chat it is said in, and each file is played so in the
    /// terminal and in one of both chats.
    /// </summary>
    /// <param name="odd">Which of them.</param>
    internal static IEnumerable<string> EverySecond(bool odd) => Files.Select(file => file.Data).Where((_, i) => i % 2 == (odd ? 1 : 0));

    internal static async Task PlayAsync(string file, bool restartAlways, Trial? trial = null)
    {
        var (transcript, log) = (new List<string>(), new StringWriter());
        var path = Path.Combine(Repository.Root, "tests", "scenarios", file);
        var failure = await Scenario.PlayAsync(
            path,
            trial ?? new Trial(),
            Repository.Blueprints,
            transcript.Add,
            restartAlways,
            LineLogs.To(log, LogLevel.Trace),
            TestContext.Current.CancellationToken);
        Assert.True(failure is null, $"{failure}\n\nThe transcript:\n{string.Join('\n', transcript)}");
        Assert.DoesNotContain("Error:", log.ToString(), StringComparison.Ordinal);
        Assert.Null(Secrets.FindIn(log.ToString()));
        Assert.Null(Secrets.FindIn(string.Join('\n', transcript)));
    }
}
