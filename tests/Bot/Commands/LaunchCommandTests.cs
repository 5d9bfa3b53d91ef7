using ChatOps.Bot;
using ChatOps.Bot.Cards;
using ChatOps.Core.Machines;
using ChatOps.Core.Words;

namespace ChatOps.Tests.Bot.Commands;

public sealed class LaunchCommandTests : IDisposable
{
    private readonly BotDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task Answers_with_the_card_that_will_follow_the_machine()
    {
        _desk.FixedNames.Enqueue("ember-otter");

        var reply = await _desk.SayAsync(BotDesk.Scientist, "launch pytorch-a100 for 4 hours");

        var machine = Assert.Single(await AllAsync());
        Assert.Equal((Audience.Conversation, MachineCard.Key(machine.Id)), (reply.Audience, reply.Key));
        Assert.StartsWith("ember-otter is on its way", reply.Card.Title, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Orders_what_was_said()
    {
        await _desk.SayAsync(
            BotDesk.Scientist,
            "launch PyTorch-A100@1 for 2h with 2 gpus in EastUS on spot named Scratch --team Vision --project OCR --idle 15m --keep-on-failure");

        var machine = Assert.Single(await AllAsync());
        Assert.Equal(
            ("pytorch-a100@1", TimeSpan.FromHours(2), "scratch", "vision", true, true),
            (machine.Blueprint.ToString(), machine.LeaseLength, machine.Name, machine.Team, machine.Spot, machine.KeepOnFailure));
        Assert.Equal((TimeSpan.FromMinutes(15), "ocr"), (machine.IdleAfter, machine.Project));
        Assert.Equal(new Placement("Standard_NC48ads_A100_v4", "eastus"), Assert.Single(machine.Placements));
        Assert.Equal((BotDesk.Scientist.Email, BotDesk.Channel), (machine.Owner, machine.Home));
    }

    [Theory]
    [InlineData("launch pytorch-a100 4h")]
    [InlineData("launch 4 hours pytorch-a100")]
    [InlineData("launch pytorch-a100 for 4h")]
    [InlineData("launch pytorch-a100 --hours 4")]
    [InlineData("launch pytorch-a100 --for 4h")]
    public async Task Understands_for_how_long_however_it_is_said(string text)
    {
        await _desk.SayAsync(BotDesk.Scientist, text);

        Assert.Equal(TimeSpan.FromHours(4), Assert.Single(await AllAsync()).LeaseLength);
    }

    [Theory]
    [InlineData("launch")]
    [InlineData("launch for 4 hours")]
    public async Task Offers_a_form_to_the_one_who_names_no_blueprint(string text)
    {
        var reply = await _desk.SayAsync(BotDesk.Scientist, text);

        Assert.Equal(Audience.Person, reply.Audience);
        Assert.NotNull(reply.Card.Form);
        Assert.Empty(await AllAsync());
    }

    [Fact]
    public async Task Offers_in_the_form_only_what_the_person_may_launch()
    {
        var form = (await _desk.SayAsync(BotDesk.Outsider, "launch")).Card.Form;

        Assert.DoesNotContain("llm-finetune-8xa100", form?.Fields.Single(f => f.Name == "blueprint").Choices ?? []);
    }

    [Fact]
    public async Task Asks_back_before_it_launches_the_same_again()
    {
        await _desk.SayAsync(BotDesk.Scientist, "launch pytorch-a100 --name scratch");

        var reply = await _desk.SayAsync(BotDesk.Scientist, "launch pytorch-a100");

        var first = Assert.Single(await AllAsync());
        Assert.Equal(("scratch is already on its way", Audience.Person), (reply.Card.Title, reply.Audience));
        Assert.Equal([$"status id:{first.Id}", "launch pytorch-a100 --another"], reply.Card.Buttons.Select(b => b.Command));
    }

    [Fact]
    public async Task Launches_another_when_told_so()
    {
        await _desk.SayAsync(BotDesk.Scientist, "launch pytorch-a100");
        var asked = await _desk.SayAsync(BotDesk.Scientist, "launch pytorch-a100");

        await _desk.SayAsync(BotDesk.Scientist, asked.Card.Buttons.Single(b => b.Label == "Launch another").Command);

        Assert.Equal(2, (await AllAsync()).Count);
    }

    [Fact]
    public async Task Launches_one_machine_from_one_message_however_often_it_is_delivered()
    {
        var first = await _desk.SayAsync(BotDesk.Scientist, "launch pytorch-a100", id: "message-1");

        var again = await _desk.SayAsync(BotDesk.Scientist, "launch pytorch-a100", id: "message-1");

        Assert.Equal((first.Key, first.Card.Title), (again.Key, again.Card.Title));
        Assert.Single(await AllAsync());
    }

    [Theory]
    [InlineData("launch pytorch-a10", "There is no blueprint called pytorch-a10. Did you mean pytorch-a100? `catalog` lists what you can launch.")]
    [InlineData("launch pytorch-a100 for 2h --hours 4", "You gave its time twice. Write either `for 4h` or `--hours 4`.")]
    [InlineData("launch pytorch-a100 for 5m", "The shortest lease is 15 min. Try `launch pytorch-a100 for 1h`.")]
    [InlineData("launch pytorch-a100 for 3 days", "pytorch-a100 can be had for 1 d at most, not 3 d. Launch it for less; you can extend it later.")]
    [InlineData("launch pytorch-a100 with 3 gpus", "pytorch-a100 comes with 1, 2 or 4 GPUs, not 3.")]
    [InlineData("launch pytorch-a100 in eastuss", "pytorch-a100 can be launched in eastus, southcentralus or westus2, not in eastuss. Did you mean eastus?")]
    [InlineData("launch pytorch-a100 --team speech", "You are not in team speech. You can charge to vision.")]
    [InlineData(
        "launch pytorch-a100 --name \"my machine\"",
        "\"my machine\" cannot be a machine's name. Use 3 to 30 lower-case letters, digits and hyphens, beginning with a letter.")]
    public async Task Says_what_cannot_be_had(string text, string says)
    {
        Assert.Equal(says, await _desk.MistakeAsync(BotDesk.Scientist, text));
        Assert.Empty(await AllAsync());
    }

    [Theory]
    [InlineData("ablations", "ablations")]
    [InlineData("  two   words ", "two   words")]
    [InlineData("tab\tand\u202eback", "tab and\ufffdback")]
    public async Task Keeps_in_its_history_what_it_is_for(string reason, string kept)
    {
        await _desk.SayAsync(BotDesk.Scientist, $"launch pytorch-a100 --reason \"{reason}\"");

        var machine = Assert.Single(await AllAsync());
        var first = await _desk.Machines.HistoryAsync(machine.Id, TestContext.Current.CancellationToken).FirstAsync(TestContext.Current.CancellationToken);
        Assert.Equal($"Launched from pytorch-a100@1 for 4 h, charged to vision: {kept}", first.Text);
    }

    [Fact]
    public async Task Takes_no_story_for_a_reason() => Assert.Equal(
        "That reason has 201 characters; I keep 200. Say it in fewer words.",
        await _desk.MistakeAsync(BotDesk.Scientist, $"launch pytorch-a100 --reason {new string('x', 201)}"));

    [Theory]
    [InlineData("launch pytorch-a10", "blueprint")]
    [InlineData("launch pytorch-a100@x", "blueprint")]
    [InlineData("launch pytorch-a100@7", "blueprint")]
    [InlineData("launch pytorch-a100 for 5m", "hours")]
    [InlineData("launch pytorch-a100 --hours 300", "hours")]
    [InlineData("launch pytorch-a100 --hours x", "hours")]
    [InlineData("launch pytorch-a100 --gpus 3", "gpus")]
    [InlineData("launch pytorch-a100 --gpus x", "gpus")]
    [InlineData("launch pytorch-a100 in westus", "region")]
    [InlineData("launch pytorch-a100 --team speech", "team")]
    [InlineData("launch pytorch-a100 --name x", "name")]
    [InlineData("launch pytorch-a100 --nam x", null)]
    public async Task A_mistake_says_which_field_of_the_form_it_is_in(string text, string? field)
    {
        var e = await Assert.ThrowsAsync<UserError>(() => _desk.SayAsync(BotDesk.Scientist, text));

        Assert.Equal(field, e.Field);
    }

    [Fact]
    public async Task Refuses_a_name_that_another_machine_has()
    {
        await _desk.HasAsync(Some.Running("scratch"));

        Assert.Equal(
            "The name scratch is taken. Choose another, or leave --name out and get one.",
            await _desk.MistakeAsync(BotDesk.Colleague, "launch pytorch-a100 --name scratch"));
    }

    [Fact]
    public async Task Launches_nothing_for_who_has_no_team_to_charge() =>
        Assert.StartsWith("You are in no team", await _desk.MistakeAsync(BotDesk.Admin, "launch pytorch-a100"), StringComparison.Ordinal);

    private async Task<List<Machine>> AllAsync()
    {
        var all = new List<Machine>();
        await foreach (var machine in _desk.Machines.LiveAsync(TestContext.Current.CancellationToken)) all.Add(machine);
        return all;
    }
}
