using ChatOps.Bot;
using ChatOps.Bot.Cards;
using ChatOps.Core.Audit;
using ChatOps.Core.People;
using ChatOps.Core.State;
using ChatOps.Tests.BadInput;

namespace ChatOps.Tests.Bot.Commands;

/// <summary>A machine of vision and one of another team, and those who may read about one, both or none.</summary>
public sealed class AuditCommandTests : IDisposable
{
    private static readonly Person Auditor = new("auditor@contoso.example", IsAdmin: false, []) { IsAuditor = true };

    private readonly BotDesk _desk = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _desk.Dispose();

    [Theory]
    [InlineData("audit")]
    [InlineData("audit ember-otter")]
    [InlineData("audit export")]
    [InlineData("audit verify")]
    public async Task Is_not_for_those_who_answer_for_nobody(string text)
    {
        await FillAsync();

        foreach (var person in (Person[])[BotDesk.Scientist, BotDesk.Outsider])
        {
            Assert.Equal(
                "Only managers, auditors and admins read the audit. `history` shows what happened to your machines.",
                await _desk.MistakeAsync(person, text));
        }
    }

    [Theory]
    [InlineData("audit")]
    [InlineData("audit ember-otter")]
    [InlineData("audit export --as jsonl")]
    [InlineData("audit verify")]
    public async Task Is_answered_to_the_one_who_asks(string text)
    {
        await FillAsync();

        foreach (var person in (Person[])[BotDesk.Admin, Auditor]) Assert.Equal(Audience.Person, (await _desk.SayAsync(person, text)).Audience);
    }

    [Theory]
    [InlineData("audit")]
    [InlineData("audit export")]
    public async Task Managers_read_what_concerns_their_teams_and_nothing_else(string text)
    {
        await FillAsync();

        var (manager, auditor, admin) =
            (await _desk.TextAsync(BotDesk.Manager, text), await _desk.TextAsync(Auditor, text), await _desk.TextAsync(BotDesk.Admin, text));

        Assert.Contains("ember-otter", manager, StringComparison.Ordinal);
        Assert.DoesNotContain("quiet-heron", manager, StringComparison.Ordinal);
        Assert.DoesNotContain("policy Reloaded", manager, StringComparison.Ordinal);
        foreach (var all in (string[])[auditor, admin])
            Assert.All((string[])["ember-otter", "quiet-heron", "policy Reloaded"], what => Assert.Contains(what, all, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Managers_read_the_record_of_their_teams_machines_only()
    {
        await FillAsync();

        Assert.Contains("Audit of ember-otter", await _desk.TextAsync(BotDesk.Manager, "audit ember-otter"), StringComparison.Ordinal);
        Assert.Equal(
            "There is no machine called quiet-heron. `list` shows yours.", await _desk.MistakeAsync(BotDesk.Manager, "audit quiet-heron"));
        Assert.Contains("Audit of quiet-heron", await _desk.TextAsync(Auditor, "audit quiet-heron"), StringComparison.Ordinal);
    }

    // Who is only a member of the other team sees its machines, and not its audit.
    [Theory]
    [InlineData("audit quiet-heron")]
    [InlineData("audit --team speech")]
    [InlineData("audit export --team speech")]
    public async Task A_manager_reads_as_one_only_where_they_are(string text)
    {
        await FillAsync();
        var both = BotDesk.Manager with { Teams = [.. BotDesk.Manager.Teams, .. BotDesk.Outsider.Teams] };

        Assert.Equal(
            "The audit of team speech is for its managers, auditors and admins. You can read that of vision.", await _desk.MistakeAsync(both, text));
    }

    [Fact]
    public async Task Managers_do_not_verify_what_is_not_theirs_alone() => Assert.StartsWith(
        "Only auditors and admins verify the audit", await _desk.MistakeAsync(BotDesk.Manager, "audit verify"), StringComparison.Ordinal);

    [Theory]
    [InlineData("audit --by manager", false)]
    [InlineData("audit --by @outsider", true)]
    [InlineData("audit --by outsider@contoso.example", true)]
    [InlineData("audit --team speech", true)]
    [InlineData("audit --team vision", false)]
    [InlineData("audit --since 30m", false)]
    [InlineData("audit --since 2h", true)]
    [InlineData("audit export --by outsider --since 2h", true)]
    public async Task Shows_what_was_asked_for(string text, bool isShown)
    {
        await FillAsync();
        _desk.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(isShown, (await _desk.TextAsync(Auditor, text)).Contains("quiet-heron", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Shows_the_newest_first_and_counts_the_rest()
    {
        for (var i = 0; i < 30; i++)
        {
            await RecordAsync($"e{i:D2}", $"thing {i:D2}");
            _desk.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var text = await _desk.TextAsync(Auditor, "audit");

        Assert.True(text.IndexOf("thing 29", StringComparison.Ordinal) < text.IndexOf("thing 28", StringComparison.Ordinal));
        Assert.DoesNotContain("thing 04", text, StringComparison.Ordinal);
        Assert.Contains("… and 5 more.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exports_as_many_as_a_chat_takes_and_says_how_to_get_the_others()
    {
        for (var i = 0; i < 200; i++) await RecordAsync($"e{i:D3}", $"thing {i:D3}");

        var card = (await _desk.SayAsync(Auditor, "audit export --since 36h --as jsonl")).Card;

        var lines = Assert.IsType<CardElement.Code>(card.Body[0]).Value.Split('\n');
        Assert.Contains("thing 199", lines[^1], StringComparison.Ordinal);
        Assert.InRange(lines.Length, 20, 199);
        var says = Assert.IsType<CardElement.Text>(card.Body[1]).Value;
        Assert.Contains($"the oldest {200 - lines.Length} entries.", says, StringComparison.Ordinal);
        Assert.EndsWith("ChatOps.Functions audit export --since 2d --as jsonl", says, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verifies_and_says_which_row_is_not_as_it_was()
    {
        await RecordAsync("a", "one");
        await RecordAsync("b", "two");
        Assert.StartsWith("● The audit is unbroken: 2 entries", await _desk.TextAsync(BotDesk.Admin, "audit verify"), StringComparison.Ordinal);

        var month = $"{_desk.Time.Now:yyyy-MM}";
        var row = Assert.IsType<TableRow>(await _desk.AuditTable.GetAsync(month, "s~0000000001", Cancellation));
        var changed = row.Body.Replace("one", "none", StringComparison.Ordinal);
        Assert.True(await _desk.AuditTable.TransactAsync(month, [new TableWrite.Replace(row.Row, row.ETag, changed)], Cancellation));

        var reply = await _desk.SayAsync(Auditor, "audit verify");
        Assert.Equal(("The audit is broken", Tone.Bad), (reply.Card.Title, reply.Card.Tone));
        Assert.Equal("Entry 1 was changed: its hash is another.", Assert.IsType<CardElement.Text>(reply.Card.Body[0]).Value);
    }

    [Fact]
    public async Task A_machine_s_record_outlives_it_and_says_what_it_was_made_of()
    {
        await _desk.HasAsync(Some.Deleted());

        var text = await _desk.TextAsync(BotDesk.Manager, "audit ember-otter");

        var blueprint = BotDesk.TheBlueprints.Get("pytorch-a100", 1, BotDesk.Scientist);
        string[] facts =
        [
            blueprint.Digest, blueprint.Requirements.Digest, $"{blueprint.Machine.Image}", blueprint.Software.Driver.Version, blueprint.Software.Cuda,
            "scientist@contoso.example", "torch cuda",
        ];
        Assert.All(facts, fact => Assert.Contains(fact, text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("audit nothing-here")]
    [InlineData("audit export --as xlsx")]
    [InlineData("audit --as csv")]
    [InlineData("audit verify --since 7d")]
    [InlineData("audit ember-otter --by scientist")]
    [InlineData("audit ember-otter --as csv")]
    [InlineData("audit --since yesterday")]
    [InlineData("audit --since -7d")]
    [InlineData("audit --since 0h")]
    [InlineData("audit --by")]
    [InlineData("audit export export")]
    [InlineData("audit {NUL}")]
    [InlineData("audit {half}")]
    [InlineData("audit \"' or 1=1\"")]
    [InlineData("audit export --as {ESC}[31m")]
    public async Task Says_what_is_wrong_with_words_that_make_no_sense(string text)
    {
        await FillAsync();

        Sentence.IsClear(await _desk.MistakeAsync(BotDesk.Admin, Sentence.Expand(text)));
    }

    private async Task FillAsync()
    {
        await _desk.HasAsync(Some.Running());
        await _desk.HasAsync(Some.Running("quiet-heron") with { Team = "speech", Owner = BotDesk.Outsider.Email });
        await RecordAsync("policy", "policy Reloaded");
    }

    private Task RecordAsync(string id, string action) =>
        _desk.Audit.RecordAsync(new AuditEntry { Id = id, At = _desk.Time.Now, Action = action, Outcome = "done" }, Cancellation);
}
