using ChatOps.Core.People;
using ChatOps.Core.Yaml;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Core.People;

public sealed class LivePolicyTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly SettableTime _time = new();
    private string? _lastGood;
    private int _checked;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Is_what_the_file_says_as_the_program_starts()
    {
        var live = Open(Text("Contoso"));

        Assert.Equal(("Contoso", true), (live.Now.Organisation, live.HasFile));
        Assert.Equal((Text("Contoso"), _time.Now), (live.InForce.Text, live.InForce.Since));
        Assert.Null(live.Broken);
    }

    [Fact]
    public void Has_the_members_of_the_groups_that_it_names_once_they_are_known()
    {
        const string Group = "0b6fe6d1-fece-44f7-9a48-56465e2d5ab8";
        var live = new LivePolicy(new Policy
        {
            Organisation = "Contoso",
            TimeZone = TimeZoneInfo.Utc,
            Admins = [],
            Teams = [new Team { Name = "vision", Title = "Vision", Managers = [], Members = ["ada@contoso.example"], Groups = [Group] }],
        });
        Assert.Null(live.Now.Find("bob@contoso.example"));

        live.Know(new Dictionary<string, System.Collections.Immutable.ImmutableArray<string>> { [Group] = ["bob@contoso.example"] });

        Assert.NotNull(live.Now.Find("bob@contoso.example"));
        Assert.Same(live.Now, live.Now);
        Assert.Equal(["ada@contoso.example"], live.InForce.Policy.Teams[0].Members);
    }

    [Fact]
    public void Is_what_the_file_says_after_a_look()
    {
        var live = Open(Text("Contoso"));
        var before = live.InForce.Digest;
        Write(Text("Fabrikam"));

        Assert.Equal("Contoso", live.Now.Organisation);
        live.Look();

        Assert.Equal("Fabrikam", live.Now.Organisation);
        Assert.NotEqual(before, live.InForce.Digest);
    }

    [Fact]
    public void Looks_by_itself_when_it_is_asked_a_few_seconds_later()
    {
        var live = Open(Text("Contoso"));
        Write(Text("Fabrikam"));

        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal("Contoso", live.Now.Organisation);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("Fabrikam", live.Now.Organisation);
    }

    [Fact]
    public void Reads_nothing_while_the_file_is_as_it_was()
    {
        var live = Open(Text("Contoso"));
        for (var i = 0; i < 5; i++) live.Look();

        Assert.Equal(1, _checked);
    }

    [Fact]
    public void Takes_a_file_that_was_only_touched_for_the_one_that_it_was()
    {
        var live = Open(Text("Contoso"));
        var before = live.InForce;
        _time.Advance(TimeSpan.FromHours(1));
        File.SetLastWriteTimeUtc(_folder.At("policy.yaml"), _time.Now.UtcDateTime);

        live.Look();

        Assert.Same(before, live.InForce);
        Assert.Equal(1, _checked);
    }

    [Fact]
    public void Sees_what_a_link_leads_to_now()
    {
        _folder.Write("old/policy.yaml", Text("Contoso"));
        _folder.Write("new/policy.yaml", Text("Fabrikam"));
        Directory.CreateSymbolicLink(_folder.At("current"), _folder.At("old"));
        File.CreateSymbolicLink(_folder.At("policy.yaml"), Path.Combine("current", "policy.yaml"));
        var live = LivePolicy.Open(_folder.At("policy.yaml"), Check, () => null, _time);

        // As Kubernetes changes a file that it has mounted: the link to the folder is another one, and nothing else.
        Directory.CreateSymbolicLink(_folder.At("next"), _folder.At("new"));
        Directory.Delete(_folder.At("current"));
        Directory.Move(_folder.At("next"), _folder.At("current"));
        live.Look();

        Assert.Equal("Fabrikam", live.Now.Organisation);
    }

    [Theory]
    [InlineData("organisation: [", "policy.yaml:1: not valid YAML")]
    [InlineData("", "policy.yaml:1: expected one document")]
    [InlineData("organization: Contoso\ntimeZone: UTC\nteams: { vision: { managers: [a@b.example] } }", "policy.yaml:1: organization: unknown field.")]
    [InlineData("organisation: Contoso\ntimeZone: UTC\nteams: { secret: { managers: [a@b.example] } }", "blueprints/x: policy.yaml has no team vision.")]
    public void Stays_what_it_was_while_the_file_is_broken_and_says_what_is_wrong(string broken, string says)
    {
        var live = Open(Text("Contoso"));
        var before = live.InForce;
        _time.Advance(TimeSpan.FromMinutes(1));
        Write(broken);

        live.Look();
        var first = live.Broken;
        _time.Advance(TimeSpan.FromMinutes(1));
        live.Look();

        Assert.Same(before, live.InForce);
        Assert.StartsWith(says, Assert.IsType<BrokenText>(first).Problems[0], StringComparison.Ordinal);
        Assert.Equal(_time.Now - TimeSpan.FromMinutes(1), first.Since);
        Assert.Same(first, live.Broken);
    }

    [Fact]
    public void Stays_what_it_was_while_there_is_no_file()
    {
        var live = Open(Text("Contoso"));
        File.Delete(_folder.At("policy.yaml"));

        live.Look();

        Assert.Equal("Contoso", live.Now.Organisation);
        Assert.Contains("policy.yaml: is missing.", Assert.Single(Assert.IsType<BrokenText>(live.Broken).Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Contoso")]
    [InlineData("Fabrikam")]
    public void Is_what_the_file_says_once_it_is_mended(string organisation)
    {
        var live = Open(Text("Contoso"));
        Write("organisation: [");
        live.Look();
        Write(Text(organisation));
        live.Look();

        Assert.Equal(organisation, live.Now.Organisation);
        Assert.Null(live.Broken);
    }

    [Fact]
    public void Another_mistake_is_told_from_the_first()
    {
        var live = Open(Text("Contoso"));
        Write("organisation: [");
        live.Look();
        var first = live.Broken;
        Write("organisation: ]");
        live.Look();

        Assert.NotEqual(first?.Digest, Assert.IsType<BrokenText>(live.Broken).Digest);
    }

    [Fact]
    public void Begins_with_the_last_good_one_when_the_program_starts_on_a_broken_file()
    {
        _lastGood = Text("Contoso");

        var live = Open("organisation: [");

        Assert.Equal("Contoso", live.Now.Organisation);
        Assert.NotNull(live.Broken);
        Write(Text("Fabrikam"));
        live.Look();
        Assert.Equal(("Fabrikam", null), (live.Now.Organisation, live.Broken));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("organisation: what an older version took\nteams: []\n")]
    public void Does_not_begin_with_a_broken_file_and_nothing_else_to_go_by(string? lastGood)
    {
        _lastGood = lastGood;

        var refused = Assert.Throws<InvalidFileException>(() => Open("organisation: ["));

        // Here the whole path is known to be of use: somebody looks at the program's output.
        Assert.StartsWith($"{_folder.At("policy.yaml")}:1: not valid YAML", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_file_it_never_changes()
    {
        var policy = PolicyFile.Parse("policy.yaml", Text("Contoso"));
        var live = new LivePolicy(policy);

        live.Look();

        Assert.Equal((policy, false, null), (live.Now, live.HasFile, live.Broken));
    }

    [Fact]
    public async Task Whoever_asks_while_it_changes_gets_one_or_the_other()
    {
        var live = Open(Text("Contoso"));
        Write(Text("Fabrikam"));
        _time.Advance(TimeSpan.FromMinutes(1));

        var seen = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => live.Now.Organisation, TestContext.Current.CancellationToken)));

        Assert.Empty(seen.Except(["Contoso", "Fabrikam"]));
        Assert.Equal(("Fabrikam", 2), (live.Now.Organisation, _checked));
    }

    private static string Text(string organisation) => $$"""
        organisation: {{organisation}}
        timeZone: Europe/Berlin
        teams: { vision: { managers: [manager@contoso.example] } }
        """;

    private LivePolicy Open(string text)
    {
        Write(text);
        return LivePolicy.Open(_folder.At("policy.yaml"), Check, () => _lastGood, _time);
    }

    private void Write(string text) => _folder.Write("policy.yaml", text);

    private IEnumerable<string> Check(Policy policy)
    {
        Interlocked.Increment(ref _checked);
        return policy.Team("vision") is null ? ["blueprints/x: policy.yaml has no team vision."] : [];
    }
}
