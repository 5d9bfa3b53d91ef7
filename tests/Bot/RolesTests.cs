using ChatOps.Bot;
using ChatOps.Bot.Cards;
using ChatOps.Bot.Commands;
using ChatOps.Core.People;
using ChatOps.Tests.Bot.Rendering;

namespace ChatOps.Tests.Bot;

/// <summary>
/// What docs/roles.md says is what is so: each line of it is said to the bot by each role about something of each kind, typed and as a
/// forged button says it.
/// </summary>
public sealed class RolesTests : IDisposable
{
    private static readonly Need[] Changing = [Need.ChangeMachine, Need.OwnRequest, Need.Decide];

    private readonly RolesDesk _desk = new();

    public static TheoryData<string> Sentences => [.. RolesTable.Rows.Select(row => row.Sentence)];

    public void Dispose() => _desk.Dispose();

    [Theory, MemberData(nameof(Sentences))]
    public async Task A_role_may_do_what_the_docs_say(string sentence)
    {
        var row = RolesTable.Rows.Single(row => row.Sentence == sentence);
        var changes = Changing.Contains(CommandOf(sentence).Syntax.Needs);
        var wrong = new List<string>();
        foreach (var (cell, byId) in row.Cells.SelectMany(cell => Ways(row).Select(byId => (cell, byId))))
        {
            var answer = await _desk.SayAsync(row, cell, byId);
            var what = $"`{answer.Said}` ({cell.Describe(row.About)})";
            if (answer.IsYes != cell.IsYes)
                wrong.Add($"docs/roles.md says {(cell.IsYes ? "yes" : "no")} to {what}, which is answered: {answer.Title}");
            if (answer.HasChanged != (changes && answer.IsYes))
                wrong.Add($"{what} was answered \"{answer.Title}\" and {(answer.HasChanged ? "changed it" : "changed nothing")}.");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Every_command_is_in_the_docs()
    {
        var inDocs = RolesTable.Rows.Select(row => CommandOf(row.Sentence).Syntax.Name).ToHashSet();

        Assert.All(_desk.Commands, command => Assert.True(
            inDocs.Contains(command.Syntax.Name), $"No table of docs/roles.md has a line for `{command.Syntax.Name}`."));
    }

    [Fact]
    public void Every_line_has_one_cell_for_each_role_and_whose_it_is() => Assert.All(RolesTable.Rows, row => Assert.Equal(
        Enum.GetValues<Role>().SelectMany(role => RolesTable.Whose(row.About).Select(whose => (role, whose))),
        row.Cells.Select(cell => (cell.Role, cell.Whose))));

    [Fact]
    public void Every_button_of_a_card_says_a_command() => Assert.All(
        AllCards.All.Values.SelectMany(card => card.Buttons), button => Assert.NotNull(CommandOf(button.Command)));

    [Theory]
    [InlineData("Scientist")]
    [InlineData("Manager")]
    [InlineData("Admin")]
    [InlineData("Auditor")]
    public async Task Help_names_what_a_role_may_ever_do(string name)
    {
        var role = Enum.Parse<Role>(name);
        var may = RolesTable.Rows.Where(row => row.Cells.Any(cell => cell.Role == role && cell.IsYes)).Select(row => CommandOf(row.Sentence)).ToHashSet();

        var help = await _desk.HelpAsync(RolesDesk.Person(role));

        Assert.All(_desk.Commands, command => Assert.True(
            may.Contains(command) == help.Contains(command.Syntax.Summary, StringComparison.Ordinal),
            $"docs/roles.md says {(may.Contains(command) ? "that" : "of nothing that")} {role} may do with `{command.Syntax.Name}`; help says otherwise."));
        Assert.Equal(may.Any(command => command.Syntax.Name == "launch"), help.Contains("Launch a machine", StringComparison.Ordinal));
    }

    [Fact]
    public void The_Home_of_who_may_launch_nothing_offers_to_look_instead()
    {
        var home = HomeCards.Build(RolesDesk.Person(Role.Auditor), [], new Clock(Some.Now, TimeZoneInfo.Utc));

        Assert.Equal(["list all", "catalog", "help"], home.Single().Buttons.Select(button => button.Command));
        Assert.Empty(home.Single().Body);
    }

    [Theory]
    [InlineData("status MACHINE", "other's", true)]
    [InlineData("connect MACHINE", "team's", true)]
    [InlineData("connect MACHINE", "other's", false)]
    [InlineData("stop MACHINE", "own", true)]
    [InlineData("stop MACHINE", "team's", false)]
    [InlineData("stop MACHINE", "other's", false)]
    public async Task An_auditor_in_a_team_keeps_what_the_team_gives(string sentence, string whose, bool isYes)
    {
        var auditor = RolesDesk.InVision(RolesDesk.Person(Role.Auditor));

        Assert.Equal(isYes, (await _desk.SayAsync(auditor, About.Machine, whose, sentence)).IsYes);
    }

    [Fact]
    public async Task An_admin_in_a_team_launches_in_it()
    {
        var admin = RolesDesk.InVision(RolesDesk.Person(Role.Admin));

        Assert.True((await _desk.SayAsync(admin, About.Team, "own", "launch pytorch-a100 --team TEAM")).IsYes);
        Assert.False((await _desk.SayAsync(admin, About.Team, "other's", "launch pytorch-a100 --team TEAM")).IsYes);
    }

    [Fact]
    public async Task An_auditor_in_a_team_is_told_why_not_to_get_onto_another_teams_machine()
    {
        var answer = await _desk.SayAsync(RolesDesk.InVision(RolesDesk.Person(Role.Auditor)), About.Machine, "other's", "connect MACHINE");

        var name = answer.Said.Split(' ')[1];
        Assert.Equal($"Only team speech gets onto {name}. `status {name}` and `history {name}` show what you may see.", answer.Title);
    }

    private ICommand CommandOf(string text) =>
        CommandParser.Parse(text, _desk.Commands)?.Command ?? throw new ArgumentException("It says nothing.", nameof(text));

    /// <summary>By name, and by id where buttons name it so.</summary>
    private static bool[] Ways(RolesRow row) => row.About is About.Machine or About.Request ? [false, true] : [false];
}
