using ChatOps.Azure;
using ChatOps.Azure.Storage;
using ChatOps.Core.Machines;
using ChatOps.Tests.Azure.Storage;
using ChatOps.Tests.Tools;
using Microsoft.Extensions.Logging;
using LineLogs = ChatOps.Sandbox.LineLogs;

namespace ChatOps.Tests.Azure;

public sealed class QueueNudgesTests(Azurite azurite)
{
    private static readonly MachineId Machine = new("a1b2c3d4e5f60718");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Puts_the_machines_id_into_the_queue_of_each_kind_and_makes_a_queue_that_is_missing()
    {
        var queues = await azurite.QueuesAsync(QueueNudges.ClientOptions());
        using var log = new StringWriter();
        var nudges = new QueueNudges(queues, LineLogs.To(log).CreateLogger<QueueNudges>());

        Assert.True(await nudges.LookAsync(Machine, Cancellation));
        Assert.True(await nudges.DeliverAsync(Machine, Cancellation));

        foreach (var name in (string[])[QueueNudges.Reconcile, QueueNudges.Outbox])
        {
            var message = Assert.Single(await queues.GetQueueClient(name).ReceiveMessagesAsync(32, TimeSpan.FromMinutes(1), Cancellation));
            Assert.Equal(Machine, Read(message.Body.ToString()));
        }
        Assert.Equal("", log.ToString());
    }

    public static TheoryData<string> Failures => ["refused", "cut off", "too slow", "a bug"];

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Loses_a_nudge_at_once_whatever_the_queue_does_and_says_so(string failure)
    {
        var tries = 0;
        using var log = new StringWriter();

        Assert.False(await Nudges(log, Fail).LookAsync(Machine, Cancellation));

        Assert.Equal(1, tries);
        Assert.Contains("could not be nudged; the next sweep finds it", log.ToString(), StringComparison.Ordinal);

        HttpResponseMessage Fail(HttpRequestMessage request)
        {
            tries++;
            return failure switch
            {
                "refused" => Arm.Answer(503, ""),
                "cut off" => throw new HttpRequestException("The connection was closed."),
                "too slow" => throw new TaskCanceledException("The pipeline's own time limit."),
                _ => throw new InvalidOperationException("Nobody has thought of this."),
            };
        }
    }

    [Fact]
    public void Waits_for_a_queue_no_longer_than_a_person_would()
    {
        Assert.InRange(QueueNudges.ClientOptions().Retry.NetworkTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        Assert.Equal(0, QueueNudges.ClientOptions().Retry.MaxRetries);
    }

    [Fact]
    public async Task Stops_when_the_caller_does()
    {
        using var log = new StringWriter();
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Nudges(log, Stop).DeliverAsync(Machine, stop.Token));
        Assert.Equal("", log.ToString());

        HttpResponseMessage Stop(HttpRequestMessage request)
        {
            stop.Cancel();
            throw new OperationCanceledException(stop.Token);
        }
    }

    [Fact]
    public void Knows_the_machine_of_a_nudge() => Assert.Equal(Machine, Read("a1b2c3d4e5f60718"));

    [Theory]
    [InlineData("virtualMachines/gpu-a1b2c3d4e5f60718")]
    [InlineData("virtualMachines/gpu-a1b2c3d4e5f60718/runCommands/checks-1")]
    [InlineData("disks/gpu-a1b2c3d4e5f60718-os")]
    public void Knows_the_machine_of_an_event(string resource) => Assert.Equal(Machine, Read(
        $$"""
        {
          "eventType": "Microsoft.Resources.ResourceWriteSuccess",
          "subject": "{{Arm.Site.GroupId}}/providers/Microsoft.Compute/{{resource}}",
          "data": {}
        }
        """));

    [Theory]
    [InlineData("")]
    [InlineData("gpu-a1b2c3d4e5f60718")]
    [InlineData("A1B2C3D4E5F60718")]
    [InlineData("[1]")]
    [InlineData("{}")]
    [InlineData("""{"subject": 1}""")]
    [InlineData("""{"subject":"\ud800"}""")]
    [InlineData("""{"\ud800subject":1}""")]
    public void Refuses_what_is_neither_a_machine_nor_an_event(string text) => Assert.False(QueueNudges.TryRead(text, out _));

    [Theory]
    [InlineData("""{"subject": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/disks/their-data"}""")]
    [InlineData("""{"subject": "nothing ARM knows"}""")]
    public void Ignores_an_event_of_no_machine_of_ours(string text) => Assert.Null(Read(text));

    private static MachineId? Read(string text) => QueueNudges.TryRead(text, out var machine)
        ? machine
        : throw new FormatException($"This is neither a machine's id nor an event: {text}");

    private static QueueNudges Nudges(StringWriter log, Func<HttpRequestMessage, HttpResponseMessage> answer)
    {
        var options = QueueNudges.ClientOptions();
        options.Transport = Arm.Answering(answer);
        var queues = new QueueServiceClient(new Uri("https://account.queue.core.windows.net"), new StorageToken(), options);
        return new QueueNudges(queues, LineLogs.To(log).CreateLogger<QueueNudges>());
    }
}
