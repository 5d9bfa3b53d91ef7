using ChatOps.Core.People;
using ChatOps.Core.Words;

namespace ChatOps.Tests.Core.People;

public sealed class NeedTests
{
    private const string NoTeam =
        "You are in no team that a machine could be charged to. Ask the platform team to add you to one in policy.yaml.";

    private const string OnlyAudits =
        "Auditors see everything and change nothing. `list all` shows all machines, and `requests` what waits for approval.";

    private const string NotAdmin = "Only admins may do that. `help` shows what you can say.";

    private static readonly Team Vision = new()
    {
        Name = "vision",
        Title = "Computer Vision",
        Managers = ["manager@contoso.example"],
        Members = ["scientist@contoso.example"],
    };

    private static readonly Dictionary<string, Person> People = new()
    {
        ["scientist"] = new Person("scientist@contoso.example", IsAdmin: false, [Vision]),
        ["manager"] = new Person("manager@contoso.example", IsAdmin: false, [Vision]),
        ["admin"] = new Person("admin@contoso.example", IsAdmin: true, []),
        ["auditor"] = new Person("auditor@contoso.example", IsAdmin: false, []) { IsAuditor = true },
        ["auditing scientist"] = new Person("scientist@contoso.example", IsAdmin: false, [Vision]) { IsAuditor = true },
        ["auditing admin"] = new Person("admin@contoso.example", IsAdmin: true, []) { IsAuditor = true },
    };

    [Theory]
    [InlineData("scientist", Need.Decide, "Only managers and admins decide requests. `requests` shows yours.")]
    [InlineData("scientist", Need.ReadAudit, "Only managers, auditors and admins read the audit. `history` shows what happened to your machines.")]
    [InlineData("scientist", Need.Admin, NotAdmin)]
    [InlineData("manager", Need.Admin, NotAdmin)]
    [InlineData("admin", Need.Team, NoTeam)]
    [InlineData("auditor", Need.Team, OnlyAudits)]
    [InlineData("auditor", Need.EnterMachine, OnlyAudits)]
    [InlineData("auditor", Need.ChangeMachine, OnlyAudits)]
    [InlineData("auditor", Need.OwnRequest, OnlyAudits)]
    [InlineData("auditor", Need.Decide, OnlyAudits)]
    [InlineData("auditor", Need.Admin, NotAdmin)]
    [InlineData("auditing scientist", Need.Decide, "Only managers and admins decide requests. `requests` shows yours.")]
    [InlineData("auditing admin", Need.Team, NoTeam)]
    public void Says_what_stands_in_the_way(string who, Need need, string says) =>
        Assert.Equal(says, Assert.Throws<UserError>(() => People[who].Require(need)).Message);

    [Theory]
    [InlineData("scientist", "Nothing Team SeeMachine EnterMachine ChangeMachine SeeRequest OwnRequest")]
    [InlineData("manager", "Nothing Team SeeMachine EnterMachine ChangeMachine SeeRequest OwnRequest Decide ReadAudit SeeBills")]
    [InlineData("admin", "Nothing SeeMachine EnterMachine ChangeMachine SeeRequest OwnRequest Decide ReadAudit SeeBills Admin")]
    [InlineData("auditor", "Nothing SeeMachine SeeRequest ReadAudit SeeBills")]
    [InlineData("auditing scientist", "Nothing Team SeeMachine EnterMachine ChangeMachine SeeRequest OwnRequest ReadAudit SeeBills")]
    [InlineData("auditing admin", "Nothing SeeMachine EnterMachine ChangeMachine SeeRequest OwnRequest Decide ReadAudit SeeBills Admin")]
    public void Knows_what_a_person_may_ever_do(string who, string may) =>
        Assert.Equal(may, string.Join(' ', Enum.GetValues<Need>().Where(People[who].May)));
}
