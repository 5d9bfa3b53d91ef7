namespace ChatOps.Tests.Bot.Commands;

/// <summary>Which machine is meant; what every command that takes one has in common.</summary>
public sealed class MachineFinderTests : IDisposable
{
    private readonly BotDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Theory]
    [InlineData("connect")]
    [InlineData("stop")]
    [InlineData("start")]
    [InlineData("extend 1h")]
    [InlineData("terminate")]
    [InlineData("history")]
    public async Task Says_how_to_get_one_to_who_has_none(string text)
    {
        await _desk.HasAsync(Some.Running() with { Owner = BotDesk.Colleague.Email });

        Assert.Equal("You have no machine. `launch` gets you one; `catalog` shows what there is.", await _desk.MistakeAsync(BotDesk.Scientist, text));
    }

    [Theory]
    [InlineData("connect", "ember-otter (running) and lunar-fox (running)")]
    [InlineData("stop", "ember-otter (running) and lunar-fox (running)")]
    [InlineData("extend 1h", "ember-otter (running) and lunar-fox (running)")]
    [InlineData("terminate", "ember-otter (running), lunar-fox (running) and quiet-heron (stopped)")]
    [InlineData("history", "ember-otter (running), lunar-fox (running) and quiet-heron (stopped)")]
    public async Task Asks_which_of_those_that_come_into_question(string text, string which)
    {
        await _desk.HasAsync(Some.Running());
        await _desk.HasAsync(Some.Running("lunar-fox"));
        await _desk.HasAsync(Some.Stopped("quiet-heron"));

        Assert.Equal($"Which one? You have {which}.", await _desk.MistakeAsync(BotDesk.Scientist, text));
    }

    [Theory]
    [InlineData("status ember-otter")]
    [InlineData("status Ember-Otter")]
    public async Task Finds_a_machine_by_its_name(string text)
    {
        await _desk.HasAsync(Some.Running());

        Assert.StartsWith("● ember-otter: Running", await _desk.TextAsync(BotDesk.Scientist, text), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finds_a_machine_by_the_id_in_a_button()
    {
        var machine = await _desk.HasAsync(Some.Running());

        Assert.StartsWith("● ember-otter: Running", await _desk.TextAsync(BotDesk.Scientist, $"status id:{machine.Id}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("manager")]
    [InlineData("admin")]
    [InlineData("scientist2")]
    public async Task Shows_a_machine_to_its_team_and_to_admins(string handle)
    {
        await _desk.HasAsync(Some.Running());
        var person = Assert.IsType<ChatOps.Core.People.Person>(BotDesk.Policy.Find($"{handle}@contoso.example"));

        Assert.Contains("for scientist (team vision)", await _desk.TextAsync(person, "status ember-otter"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cannot_tell_an_outsider_another_teams_machine_from_none()
    {
        var machine = await _desk.HasAsync(Some.Running());

        Assert.Equal("There is no machine called ember-otter. `list` shows yours.", await _desk.MistakeAsync(BotDesk.Outsider, "status ember-otter"));
        Assert.Equal("There is no machine called lunar-fox. `list` shows yours.", await _desk.MistakeAsync(BotDesk.Outsider, "status lunar-fox"));
        Assert.Equal($"There is no machine called id:{machine.Id}. `list` shows yours.", await _desk.MistakeAsync(BotDesk.Outsider, $"status id:{machine.Id}"));
    }

    [Fact]
    public async Task Suggests_only_names_that_the_person_may_know()
    {
        await _desk.HasAsync(Some.Running());

        Assert.Equal(
            "There is no machine called ember-oter. Did you mean ember-otter? `list` shows yours.",
            await _desk.MistakeAsync(BotDesk.Colleague, "status ember-oter"));
        Assert.Equal("There is no machine called ember-oter. `list` shows yours.", await _desk.MistakeAsync(BotDesk.Outsider, "status ember-oter"));
    }

    [Theory]
    [InlineData("status id:")]
    [InlineData("status id:nonsense")]
    [InlineData("status \"\"")]
    public async Task Finds_nothing_in_nonsense(string text) =>
        Assert.StartsWith("There is no machine called ", await _desk.MistakeAsync(BotDesk.Scientist, text), StringComparison.Ordinal);
}
