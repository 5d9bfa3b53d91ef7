using System.Text.Json.Nodes;
using ChatOps.Core.Machines;

namespace ChatOps.Tests.Bot.Channels.Slack;

public sealed class SlackFormTests : SlackTest
{
    [Fact]
    public async Task A_command_opens_it_and_says_nothing_else()
    {
        var answer = await Slack.CommandAsync("scientist", "launch", "vision");

        Assert.True(answer.Json.IsEmpty);
        Assert.Equal(["blueprint", "hours", "gpus", "spot", "name", "project", "reason"], Fields());
        Assert.Empty(Slack.Shown("scientist", "vision"));
    }

    [Fact]
    public async Task What_is_sent_is_launched_where_it_was_opened()
    {
        await Slack.CommandAsync("scientist", "launch", "vision");

        var answer = await Slack.SubmitAsync("scientist", ("blueprint", "pytorch-t4"), ("hours", "2"), ("spot", "yes"), ("reason", "\"ablations\" & more"));

        Assert.Equal(200, answer.Status);
        Assert.True(answer.Json.IsEmpty);
        Assert.Single(Slack.Shown("scientist", "vision"));
        var machine = await OnlyAsync();
        Assert.Equal(("pytorch-t4", TimeSpan.FromHours(2), true), (machine.Blueprint.Name, machine.LeaseLength, machine.Spot));
        Assert.Contains(
            await Slack.Desk.Machines.HistoryAsync(machine.Id, Cancellation).ToListAsync(Cancellation),
            @event => @event.Text.EndsWith("charged to vision: ablations & more", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("gpus", "3", "pytorch-a100 comes with 1, 2 or 4 GPUs, not 3.")]
    [InlineData("gpus", "1.5", "\"1.5\" is not a whole number up to 9999, as --gpus needs it.")]
    [InlineData("hours", "300", "pytorch-a100 can be had for 1 d at most, not 12 d 12 h.")]
    [InlineData("hours", "-1", "\"-1\" is not a number of hours between 0 and 8784, as --hours needs it.")]
    [InlineData("hours", "0.01", "The shortest lease is ")]
    [InlineData("name", "X!", "\"x!\" cannot be a machine's name.")]
    public async Task What_is_wrong_stands_under_its_field(string field, string value, string message)
    {
        await Slack.CommandAsync("scientist", "launch", "vision");

        var answer = SlackDesk.Read(await Slack.SubmitAsync("scientist", ("blueprint", "pytorch-a100"), (field, value)));

        Assert.Equal("errors", (string?)answer["response_action"]);
        var (under, said) = Assert.Single(answer["errors"]?.AsObject() ?? []);
        Assert.Equal(field, under);
        Assert.StartsWith(message, (string?)said, StringComparison.Ordinal);
        Assert.Empty(await Slack.Desk.Machines.LiveAsync(Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task A_reason_that_is_a_story_is_too_long()
    {
        await Slack.CommandAsync("scientist", "launch", "vision");

        var answer = SlackDesk.Read(await Slack.SubmitAsync("scientist", ("blueprint", "pytorch-a100"), ("reason", new string('x', 201))));

        Assert.StartsWith("That reason has 201 characters; I keep 200.", (string?)answer["errors"]?["reason"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_with_no_field_stands_under_the_first_one()
    {
        await Slack.CommandAsync("scientist", "launch", "vision");

        var answer = SlackDesk.Read(await Slack.SubmitAsync("scientist", ("blueprint", "pytorch-a100"), ("reason", new string('x', 1200))));

        Assert.Contains("That is too long to be a command", (string?)answer["errors"]?["blueprint"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_launches_by_a_form_what_they_may_not()
    {
        await Slack.CommandAsync("scientist", "launch", "vision");
        var request = Slack.Payloads.Submit(Slack.Modal("scientist"), new Dictionary<string, string> { ["blueprint"] = "pytorch-a100" });

        var answer = await Slack.HandleAsync(request with { Body = request.Body.Replace("pytorch-a100", "somebody-else-s", StringComparison.Ordinal) });

        Assert.Contains("is none of", (string?)SlackDesk.Read(answer)["errors"]?["blueprint"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_nobody_by_now_is_told_in_the_form()
    {
        await Slack.CommandAsync("scientist", "launch", "vision");
        var request = Slack.Payloads.Submit(Slack.Modal("scientist"), new Dictionary<string, string>());
        var (guest, scientist) = (Slack.Person("guest").Id, Slack.Person("scientist").Id);

        var answer = await Slack.HandleAsync(request with { Body = request.Body.Replace(scientist, guest, StringComparison.Ordinal) });

        Assert.Contains("you are a guest here", (string?)SlackDesk.Read(answer)["errors"]?["blueprint"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_begins_with_what_was_asked_for_the_last_time()
    {
        await Slack.CommandAsync("scientist", "launch pytorch-a100 --gpus 2 --hours 1.5 --spot", "vision");
        Slack.Restart();

        await Slack.CommandAsync("scientist", "launch", "vision");

        Assert.Equal(["pytorch-a100", "1.5", "2", "yes", "", "", ""], Values());
    }

    [Fact]
    public async Task What_somebody_else_asked_for_is_not_in_it()
    {
        await Slack.CommandAsync("scientist", "launch pytorch-a100 --gpus 2", "vision");

        await Slack.CommandAsync("manager", "launch", "vision");

        var form = JsonNode.Parse(Slack.Modal("manager").Content.ToJsonString());
        Assert.DoesNotContain("\"initial_value\":\"2\"", form?.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_it_cannot_be_opened_any_more_there_is_a_button_for_it()
    {
        var request = Slack.Command("scientist", "launch", "vision");
        Slack.Http.Before = call =>
        {
            // The way to Slack took too long.
            if (call.Method == "views.open") Slack.Desk.Time.Advance(TimeSpan.FromSeconds(4));
            return Task.FromResult<HttpResponseMessage?>(null);
        };

        Assert.Contains("[Fill in the form]", SlackDesk.Said(await Slack.HandleAsync(request)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_that_takes_long_is_closed_and_goes_on()
    {
        await Slack.CommandAsync("scientist", "launch", "vision");
        var (gate, isThere) = (new TaskCompletionSource(), new TaskCompletionSource());
        Slack.Http.Before = async call =>
        {
            if (call.Method != "chat.postMessage") return null;
            isThere.TrySetResult();
            await gate.Task;
            return null;
        };

        var sending = Slack.SubmitAsync("scientist", ("blueprint", "pytorch-t4"));
        await Slack.Answering.NextWaitAsync(Cancellation);
        await Slack.Answering.NextWaitAsync(Cancellation);
        await isThere.Task.WaitAsync(Cancellation);
        Slack.Answering.Advance(TimeSpan.FromSeconds(2));

        Assert.True((await sending).Json.IsEmpty);
        gate.SetResult();
        Assert.Equal("pytorch-t4", (await OnlyAsync()).Blueprint.Name);
    }

    [Fact]
    public async Task What_is_wrong_in_a_form_that_is_closed_already_is_said_in_the_chat()
    {
        await Slack.CommandAsync("scientist", "launch", "vision");
        Slack.Desk.Time.Advance(TimeSpan.FromHours(25));
        var (gate, isTold) = (new TaskCompletionSource(), new TaskCompletionSource());
        Slack.Http.Before = async call =>
        {
            if (call.Method == "users.info") await gate.Task;
            return null;
        };
        Slack.Workspace.Changed += _ => isTold.TrySetResult();

        var sending = Slack.SubmitAsync("scientist", ("blueprint", "pytorch-a100"), ("gpus", "3"));
        await Slack.Answering.NextWaitAsync(Cancellation);
        await Slack.Answering.NextWaitAsync(Cancellation);
        Slack.Answering.Advance(TimeSpan.FromSeconds(2));
        Assert.True((await sending).Json.IsEmpty);
        gate.SetResult();
        await isTold.Task.WaitAsync(Cancellation);

        Assert.Contains("comes with 1, 2 or 4 GPUs, not 3.", Assert.Single(Slack.Shown("scientist")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_Slack_is_away_the_form_stays_open_and_says_so()
    {
        await Slack.CommandAsync("scientist", "launch", "vision");
        Slack.Http.Refuse("chat.postMessage", "internal_error");

        var answer = SlackDesk.Read(await Slack.SubmitAsync("scientist", ("blueprint", "pytorch-t4")));

        Assert.Equal("I cannot reach Slack well just now. Try again in a minute.", (string?)answer["errors"]?["blueprint"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no JSON")]
    [InlineData("{}")]
    [InlineData("null")]
    public async Task A_form_of_somebody_else_s_is_refused(string metadata)
    {
        await Slack.CommandAsync("scientist", "launch", "vision");
        Slack.Modal("scientist").Content["private_metadata"] = metadata;

        Assert.Equal(400, (await Slack.SubmitAsync("scientist")).Status);
    }

    private async Task<Machine> OnlyAsync() => Assert.Single(await Slack.Desk.Machines.OwnedByAsync("scientist@contoso.example", Cancellation));

    private IEnumerable<string?> Fields() => Inputs().Select(block => (string?)block["block_id"]);

    private IEnumerable<string> Values() => Inputs().Select(block => block["element"]).Select(element =>
        (string?)element?["initial_option"]?["value"] ?? (string?)element?["initial_value"] ?? "");

    private IEnumerable<JsonObject> Inputs() => Slack.Modal("scientist").Blocks.OfType<JsonObject>().Where(block => (string?)block["type"] == "input");
}
