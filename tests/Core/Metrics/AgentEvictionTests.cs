namespace ChatOps.Tests.Core.Metrics;

/// <summary>Azure tells a spot machine half a minute before it takes it back.</summary>
public sealed class AgentEvictionTests
{
    private static readonly TimeSpan Seconds = TimeSpan.FromSeconds(5);

    private static string Preempt(string resource = "gpu-0123456789abcdef", string type = "Preempt", string notBefore = "Fri, 27 Nov 2026 10:00:40 GMT") =>
        $$"""
        {"DocumentIncarnation":2,"Events":[{"EventId":"602d9444-d2cd-49c7-8624-8643e7171297","EventStatus":"Scheduled","EventType":"{{type}}",
        "ResourceType":"VirtualMachine","Resources":["{{resource}}"],"NotBefore":"{{notBefore}}","EventSource":"Platform","DurationInSeconds":-1}]}
        """;

    [Fact]
    public async Task Is_said_at_once()
    {
        await using var desk = await AgentDesk.OpenAsync();
        await desk.StepAsync();
        desk.Azure.Events = Preempt();
        desk.Azure.Rows();

        await desk.StepAsync(Seconds);
        await desk.StepAsync(Seconds);

        Assert.Equal(
            """{"TimeGenerated":"2026-11-27T10:00:05.000Z","Machine":"0123456789abcdef","Agent":"1","EvictionAt":"2026-11-27T10:00:40.000Z"}""",
            Assert.Single(desk.Azure.Rows()).ToJsonString());
        Assert.All(
            desk.Azure.Asked.Where(ask => ask.Path.StartsWith("/metadata/scheduledevents", StringComparison.Ordinal)),
            ask => Assert.Equal(("/metadata/scheduledevents?api-version=2020-07-01", "true"), (ask.Path, ask.Metadata)));
    }

    [Fact]
    public async Task Is_said_again_with_each_sample()
    {
        await using var desk = await AgentDesk.OpenAsync();
        desk.Azure.Events = Preempt();

        await desk.StepAsync();
        await desk.MinuteAsync();

        Assert.All(desk.Azure.Rows(), row => Assert.Equal("2026-11-27T10:00:40.000Z", (string?)row["EvictionAt"]));
    }

    [Fact]
    public async Task Is_said_also_while_everything_else_waits()
    {
        await using var desk = await AgentDesk.OpenAsync();
        desk.Azure.AnswerNext((429, "600"));
        await desk.StepAsync();
        desk.Azure.Events = Preempt();

        await desk.StepAsync(Seconds);

        Assert.Equal("2026-11-27T10:00:40.000Z", (string?)Assert.Single(desk.Azure.Rows())["EvictionAt"]);
    }

    [Fact]
    public async Task Is_kept_when_it_cannot_be_said()
    {
        await using var desk = await AgentDesk.OpenAsync();
        await desk.StepAsync();
        desk.Azure.Events = Preempt();
        desk.Azure.AnswerNext((500, null), (500, null));

        Assert.Equal(1, (await desk.StepAsync(Seconds)).Waiting);
        Assert.Equal(0, (await desk.StepAsync(Seconds)).Waiting);
    }

    // Once it has begun, no time is said any more.
    [Fact]
    public async Task Is_now_when_no_time_is_said()
    {
        await using var desk = await AgentDesk.OpenAsync();
        await desk.StepAsync();
        desk.Azure.Events = Preempt(notBefore: "");
        desk.Azure.Rows();

        await desk.StepAsync(Seconds);
        await desk.StepAsync(Seconds);
        await desk.MinuteAsync();

        Assert.Equal(["2026-11-27T10:00:05.000Z", "2026-11-27T10:00:05.000Z"], desk.Azure.Rows().Select(row => (string?)row["EvictionAt"]));
    }

    [Fact]
    public async Task Is_not_of_this_machine_when_another_is_named()
    {
        await using var desk = await AgentDesk.OpenAsync();
        await desk.StepAsync();
        desk.Azure.Events = Preempt(resource: "gpu-fedcba9876543210");

        await desk.MinuteAsync();

        Assert.All(desk.Azure.Rows(), row => Assert.False(row.ContainsKey("EvictionAt")));
    }

    [Theory]
    [InlineData("Reboot")]
    [InlineData("Freeze")]
    [InlineData("Terminate")]
    public async Task Is_nothing_else_that_Azure_plans(string type)
    {
        await using var desk = await AgentDesk.OpenAsync();
        await desk.StepAsync();
        desk.Azure.Events = Preempt(type: type);

        await desk.MinuteAsync();

        Assert.All(desk.Azure.Rows(), row => Assert.False(row.ContainsKey("EvictionAt")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"Events":[{"EventType":"Preempt"}]}""")]
    [InlineData("""{"Events":[{"EventType":"Preempt","Resources":["gpu-0123456789abcdef"],"NotBefore":"soon"}]}""")]
    public async Task Is_not_looked_for_in_what_cannot_be_read_and_all_else_goes_on(string events)
    {
        await using var desk = await AgentDesk.OpenAsync();
        await desk.StepAsync();
        desk.Azure.Events = events;

        await desk.MinuteAsync();
        desk.Azure.Events = Preempt();
        await desk.StepAsync(Seconds);

        Assert.Equal([null, null, "2026-11-27T10:00:40.000Z"], desk.Azure.Rows().Select(row => (string?)row["EvictionAt"]));
    }
}
