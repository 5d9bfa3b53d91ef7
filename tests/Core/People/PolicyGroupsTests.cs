using System.Collections.Immutable;
using ChatOps.Core.People;

namespace ChatOps.Tests.Core.People;

public sealed class PolicyGroupsTests
{
    private const string One = "11111111-1111-1111-1111-111111111111";
    private const string Two = "2222222A-2222-2222-2222-222222222222";

    private static readonly Dictionary<string, ImmutableArray<string>> Members = new()
    {
        [One] = ["ada@contoso.example", "scientist@contoso.example"],
        [Two.ToLowerInvariant()] = ["ada@contoso.example", "bob@contoso.example"],
        ["33333333-3333-3333-3333-333333333333"] = ["stranger@contoso.example"],
    };

    /// <summary>The groups of a team with scientist@ as its one member, and who is a member then.</summary>
    public static TheoryData<string[], string[]> Table => new()
    {
        { [], ["scientist"] },
        { [One], ["scientist", "ada"] },
        { [Two], ["scientist", "ada", "bob"] },
        { [Two.ToLowerInvariant()], ["scientist", "ada", "bob"] },
        { [One, Two], ["scientist", "ada", "bob"] },
        { [Two, "44444444-4444-4444-4444-444444444444"], ["scientist", "ada", "bob"] },
        { ["44444444-4444-4444-4444-444444444444"], ["scientist"] },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Members_of_a_team_s_groups_are_members_of_the_team(string[] groups, string[] members)
    {
        var policy = SomePolicy.With(groups).WithGroups(Members);

        Assert.Equal(members.Select(member => $"{member}@contoso.example"), policy.Teams[0].Members);
        Assert.Equal(["manager@contoso.example"], policy.Teams[0].Managers);
        Assert.Equal(["carol@contoso.example"], policy.Teams[1].Members);
    }

    [Fact]
    public void Who_is_a_member_by_a_group_is_somebody_and_in_the_team()
    {
        var file = SomePolicy.With([One]);

        var ada = file.WithGroups(Members).Find("Ada@contoso.example");

        Assert.Null(file.Find("ada@contoso.example"));
        Assert.Equal((true, false, false), (ada?.IsIn("vision"), ada?.Manages("vision"), ada?.IsIn("speech")));
        Assert.Contains("ada@contoso.example", file.WithGroups(Members).Emails);
    }

    [Fact]
    public void Groups_are_named_once_and_in_lower_case() =>
        Assert.Equal([One, Two.ToLowerInvariant()], SomePolicy.With([One, Two, Two.ToLowerInvariant()]).Groups().Order(StringComparer.Ordinal));
}

/// <summary>A policy whose team vision names groups; a second team names none.</summary>
internal static class SomePolicy
{
    public static Policy With(string[] groups) => new()
    {
        Organisation = "Contoso",
        TimeZone = TimeZoneInfo.Utc,
        Admins = [],
        Teams =
        [
            new Team
            {
                Name = "vision",
                Title = "Computer Vision",
                Managers = ["manager@contoso.example"],
                Members = ["scientist@contoso.example"],
                Groups = [.. groups],
            },
            new Team { Name = "speech", Title = "Speech", Managers = ["manager@contoso.example"], Members = ["carol@contoso.example"] },
        ],
    };
}
