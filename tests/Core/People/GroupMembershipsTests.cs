using System.Collections.Immutable;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.State;
using ChatOps.Simulation;
using ChatOps.Tests.Tools;
using Microsoft.Extensions.Logging;

namespace ChatOps.Tests.Core.People;

public sealed class GroupMembershipsTests : IDisposable
{
    private const string Group = "11111111-1111-1111-1111-111111111111";
    private const string Other = "22222222-2222-2222-2222-222222222222";

    private static readonly Policy File = SomePolicy.With([Group]);

    private readonly SettableTime _time = new();
    private readonly HeardLog _log = new();
    private readonly MemoryTable _table = new();
    private readonly FakeDirectory _entra = new();
    private readonly GroupMemberships _memberships;

    public GroupMembershipsTests() => _memberships = Open();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task Of_a_group_that_was_never_asked_nobody_is_a_member()
    {
        _entra.Groups[Group] = ["ada@contoso.example"];

        Assert.Null(await FindAsync("ada@contoso.example"));
        Assert.NotNull(await FindAsync("scientist@contoso.example"));
        Assert.Empty(_entra.Asked);
    }

    [Fact]
    public async Task Who_is_in_a_group_is_a_member_once_it_was_asked_also_after_a_start()
    {
        _entra.Groups[Group] = ["ada@contoso.example"];

        await RefreshAsync();

        Assert.True((await FindAsync("ada@contoso.example"))?.IsIn("vision"));
        Assert.NotNull(File.WithGroups(await Open().KnownAsync(Cancellation)).Find("ada@contoso.example"));
    }

    [Fact]
    public async Task Asks_again_when_the_answer_is_a_quarter_of_an_hour_old_and_no_sooner()
    {
        _entra.Groups[Group] = ["ada@contoso.example"];
        await RefreshAsync();
        _entra.Groups[Group] = ["bob@contoso.example"];

        _time.Advance(GroupMemberships.Fresh - TimeSpan.FromSeconds(1));
        await RefreshAsync();
        Assert.Null(await FindAsync("bob@contoso.example"));

        _time.Advance(TimeSpan.FromSeconds(1));
        await RefreshAsync();
        Assert.NotNull(await FindAsync("bob@contoso.example"));
        Assert.Null(await FindAsync("ada@contoso.example"));
        Assert.Equal([Group, Group], _entra.Asked);
    }

    [Fact]
    public async Task While_Entra_cannot_be_asked_what_it_said_last_counts_for_a_day_and_that_is_logged()
    {
        _entra.Groups[Group] = ["ada@contoso.example"];
        await RefreshAsync();
        _entra.IsAway = true;

        _time.Advance(GroupMemberships.Stale);
        await RefreshAsync();
        Assert.NotNull(await FindAsync("ada@contoso.example"));
        Assert.Contains($"Warning: Entra did not say who is in group {Group}: NoAnswer", _log.Text, StringComparison.Ordinal);
        Assert.Contains("what it said at 2026-11-18 10:00:00Z counts until 2026-11-19 10:00:00Z", _log.Text, StringComparison.Ordinal);

        _time.Advance(TimeSpan.FromSeconds(1));
        await RefreshAsync();
        Assert.Null(await FindAsync("ada@contoso.example"));
        Assert.Contains("nothing of the last day is known: by it nobody is in a team", _log.Text, StringComparison.Ordinal);

        _entra.IsAway = false;
        await RefreshAsync();
        Assert.NotNull(await FindAsync("ada@contoso.example"));
    }

    [Fact]
    public async Task Entra_s_trouble_with_one_group_is_not_another_s()
    {
        _entra.Groups[Other] = ["bob@contoso.example"];
        _entra.Broken = Group;
        var file = SomePolicy.With([Group, Other]);

        await _memberships.RefreshAsync(file, Cancellation);

        Assert.NotNull(file.WithGroups(await _memberships.KnownAsync(Cancellation)).Find("bob@contoso.example"));
    }

    [Fact]
    public async Task By_a_group_that_is_deleted_nobody_is_a_member_any_more_and_that_is_logged()
    {
        _entra.Groups[Group] = ["ada@contoso.example"];
        await RefreshAsync();
        _entra.Groups.Clear();
        _time.Advance(GroupMemberships.Fresh);

        await RefreshAsync();

        Assert.Null(await FindAsync("ada@contoso.example"));
        Assert.Contains($"Warning: Entra has no group {Group}, which policy.yaml names", _log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_group_that_the_policy_does_not_name_any_more_is_forgotten()
    {
        _entra.Groups[Group] = ["ada@contoso.example"];
        await RefreshAsync();

        await _memberships.RefreshAsync(SomePolicy.With([]), Cancellation);

        Assert.Empty(await new GroupStore(_table).AllAsync(Cancellation));
        Assert.Null(await FindAsync("ada@contoso.example"));
        Assert.Equal([Group], _entra.Asked);
    }

    [Fact]
    public async Task Of_two_programs_that_ask_at_the_same_time_both_are_content()
    {
        _entra.Groups[Group] = ["ada@contoso.example"];
        var other = Open();
        var table = new HookedTable(_table);
        table.BeforeWrite = async _ =>
        {
            table.BeforeWrite = _ => Task.CompletedTask;
            await other.RefreshAsync(File, Cancellation);
        };

        await Open(table).RefreshAsync(File, Cancellation);

        Assert.NotNull(await FindAsync("ada@contoso.example"));
        Assert.Equal([Group, Group], _entra.Asked);
    }

    private GroupMemberships Open(ITable? table = null) =>
        new(_entra, new GroupStore(table ?? _table), _time, _log.Factory.CreateLogger<GroupMemberships>());

    private Task RefreshAsync() => _memberships.RefreshAsync(File, Cancellation);

    private async Task<Person?> FindAsync(string email) => File.WithGroups(await _memberships.KnownAsync(Cancellation)).Find(email);

    private sealed class FakeDirectory : IGroupDirectory
    {
        public Dictionary<string, ImmutableArray<string>> Groups { get; } = [];

        public List<string> Asked { get; } = [];

        public bool IsAway { get; set; }

        /// <summary>The one group of which nothing is said.</summary>
        public string? Broken { get; set; }

        public Task<GroupMembers> MembersAsync(string groupId, CancellationToken cancellationToken)
        {
            Asked.Add(groupId);
            if (IsAway || groupId == Broken) throw new CloudFaultException(new CloudFault(FaultKind.Transient, "NoAnswer", "Graph did not answer."));
            return Task.FromResult<GroupMembers>(Groups.TryGetValue(groupId, out var emails) ? new GroupMembers.Found(emails) : new GroupMembers.Missing());
        }
    }
}
