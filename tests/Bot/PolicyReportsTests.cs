using ChatOps.Bot;
using ChatOps.Core.People;
using ChatOps.Core.State;
using ChatOps.Sandbox.Chat;
using ChatOps.Simulation;
using ChatOps.Tests.Tools;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOps.Tests.Bot;

public sealed class PolicyReportsTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly SettableTime _time = new();
    private readonly MemoryTable _table = new();
    private readonly SandboxChat _chat = new();
    private readonly List<ChatMessage> _shown = [];
    private readonly List<PolicyNews> _news = [];
    private LivePolicy _policy;

    public PolicyReportsTests()
    {
        _chat.Changed += _shown.Add;
        _policy = Start(Good());
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Tells_nobody_of_a_good_file_and_notes_once_that_it_is_in_force()
    {
        await DeliverAsync();
        await DeliverAsync();

        Assert.Empty(_shown);
        Assert.Equal(new PolicyNews.InForce(_policy.InForce.Digest, _time.Now, "1 team, 2 people"), Assert.Single(_news));
    }

    [Fact]
    public async Task Notes_once_for_all_programs_on_the_same_state_what_has_changed()
    {
        await DeliverAsync();
        var other = Open();
        Write(Good("scientist@contoso.example"));

        await DeliverAsync();
        await DeliverAsync(other);

        Assert.Equal("1 team, 3 people; new: scientist@contoso.example in vision", Assert.IsType<PolicyNews.InForce>(_news[^1]).Summary);
        Assert.Equal(2, _news.Count);
    }

    [Fact]
    public async Task Tells_the_admins_once_of_a_broken_file_and_edits_the_card_when_it_is_mended()
    {
        await DeliverAsync();
        Write("organisation: [");
        for (var i = 0; i < 3; i++) await DeliverAsync();
        Assert.Equal([("The policy file is broken", "to admin")], _shown.Select(m => (m.Card.Title, m.Where)));

        Write(Good("scientist@contoso.example"));
        for (var i = 0; i < 3; i++) await DeliverAsync();

        Assert.Equal("The policy file is mended", Assert.Single(_shown.Distinct()).Card.Title);
        Assert.Equal([typeof(PolicyNews.InForce), typeof(PolicyNews.Broken), typeof(PolicyNews.InForce)], _news.Select(news => news.GetType()));
    }

    [Fact]
    public async Task Each_mistake_has_a_card_of_its_own_and_the_same_one_another_day_a_new_one()
    {
        await DeliverAsync();
        foreach (var text in (string[])["organisation: [", "organisation: ]", Good(), "organisation: ["])
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            Write(text);
            await DeliverAsync();
        }

        Assert.Equal(
            ["The policy file is mended", "The policy file is mended", "The policy file is broken"], _shown.Distinct().Select(message => message.Card.Title));
    }

    [Fact]
    public async Task A_program_that_starts_on_a_broken_file_goes_on_with_the_last_good_one_and_mends_the_card_of_the_one_before()
    {
        await DeliverAsync();
        _time.Advance(TimeSpan.FromHours(1));
        Write("organisation: [");
        await DeliverAsync();

        _time.Advance(TimeSpan.FromHours(1));
        _policy = Open();
        Assert.Equal("Contoso", _policy.Now.Organisation);
        await DeliverAsync();
        Assert.Single(_shown);

        Write(Good());
        _policy = Open();
        await DeliverAsync();

        Assert.Equal("The policy file is mended", Assert.Single(_shown.Distinct()).Card.Title);
        // The file is what it was before it broke.
        Assert.Equal(2, _news.Count);
    }

    [Fact]
    public async Task The_audit_is_given_each_of_it_once()
    {
        await DeliverAsync();
        await DeliverAsync();
        Write("organisation: [");
        await DeliverAsync();
        await DeliverAsync();

        var waiting = await _table.QueryAsync(new TableRange("policy", "a~"), Cancellation).ToListAsync(Cancellation);
        Assert.Equal(2, waiting.Count);
        Assert.Contains(waiting, row => row.Body.Contains("in force", StringComparison.Ordinal));
        Assert.Contains(waiting, row => row.Body.Contains("broken", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_policy_without_a_file_is_no_news()
    {
        await DeliverAsync(new LivePolicy(BotDesk.Policy));

        Assert.Empty(_news);
    }

    [Fact]
    public async Task A_policy_too_long_to_be_kept_is_in_force_all_the_same()
    {
        Write($"{Good()}\n{string.Concat(Enumerable.Repeat($"# {new string('x', 100)}\n", 5000))}");

        await DeliverAsync();
        await DeliverAsync();

        Assert.Single(_news);
        Assert.Equal("", (await new PolicyStore(_table).FindGoodAsync(Cancellation))?.Policy.Text);
    }

    private LivePolicy Start(string text)
    {
        Write(text);
        return Open();
    }

    /// <summary>As a program that starts.</summary>
    private LivePolicy Open() => LivePolicy.Open(
        _folder.At("policy.yaml"), _ => [], () => new PolicyStore(_table).FindGoodAsync(Cancellation).GetAwaiter().GetResult()?.Policy.Text, _time);

    private Task DeliverAsync() => DeliverAsync(_policy);

    private Task DeliverAsync(LivePolicy policy) => Reports(policy).DeliverAsync(_news.Add, Cancellation);

    private PolicyReports Reports(LivePolicy policy) => new(policy, new PolicyStore(_table), _chat, _time, NullLogger<PolicyReports>.Instance);

    private void Write(string text) => _folder.Write("policy.yaml", text);

    private static string Good(params string[] members) => $$"""
        organisation: Contoso
        timeZone: Europe/Berlin
        admins: [admin@contoso.example]
        teams:
          vision:
            managers: [manager@contoso.example]
            {{(members.Length > 0 ? $"members: [{string.Join(", ", members)}]" : "title: Vision")}}
        """;
}
