using ChatOps.Core.People;

namespace ChatOps.Tests.Core.People;

public sealed class PolicyNewsTests
{
    private static readonly Policy Before = Of("""
        admins: [admin@contoso.example]
        auditors: [auditor@contoso.example]
        teams:
          vision: { managers: [manager@contoso.example], members: [scientist@contoso.example] }
        """);

    [Fact]
    public void Counts_whom_the_first_one_knows() => Assert.Equal("1 team, 4 people", PolicyNews.Describe(null, Before));

    [Fact]
    public void Says_that_nobody_is_something_else() => Assert.Equal("1 team, 4 people, each as before", PolicyNews.Describe(Before, Before));

    [Fact]
    public void Names_who_is_something_that_they_were_not() => Assert.Equal(
        "2 teams, 4 people; new: scientist@contoso.example as admin, auditor@contoso.example as manager of speech, "
            + "group 0b6fe6d1-fece-44f7-9a48-56465e2d5ab8 in speech; gone: admin@contoso.example as admin, auditor@contoso.example as auditor, "
            + "scientist@contoso.example in vision",
        PolicyNews.Describe(Before, Of("""
            admins: [scientist@contoso.example]
            teams:
              vision: { managers: [manager@contoso.example], members: [new@contoso.example] }
              speech: { managers: [auditor@contoso.example], groups: [0b6fe6d1-fece-44f7-9a48-56465e2d5ab8] }
            """)).Replace(", new@contoso.example in vision", "", StringComparison.Ordinal));

    [Fact]
    public void Is_short_whatever_has_changed() => Assert.EndsWith(
        "m8@contoso.example in vision, m9@contoso.example in vision and 90 more",
        PolicyNews.Describe(Before, Of($$"""
            admins: [admin@contoso.example]
            auditors: [auditor@contoso.example]
            teams:
              vision:
                managers: [manager@contoso.example]
                members: [scientist@contoso.example, {{string.Join(", ", Enumerable.Range(0, 100).Select(i => $"m{i}@contoso.example"))}}]
            """)),
        StringComparison.Ordinal);

    private static Policy Of(string text) => PolicyFile.Parse("policy.yaml", $"organisation: Contoso\ntimeZone: UTC\n{text}");
}
