using ChatOps.Sandbox.Hosting;

namespace ChatOps.Tests.Functions.Published;

/// <summary>A message that the program cannot handle, from the queue to the admins.</summary>
public sealed class PublishedPoisonTests(PublishedProgram program)
{
    private const string Admin = "admin@contoso.example";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(PayloadReading.AsTheHostWrites)]
    [InlineData(PayloadReading.AsDocumented)]
    public async Task A_message_that_cannot_be_read_is_tried_five_times_then_kept_for_the_admins(PayloadReading payload)
    {
        await using var desk = await AppDesk.OpenAsync(program, payload, Cancellation);

        await desk.Queues.GetQueueClient("reconcile").SendMessageAsync("""{"neither": "a machine"}""", TimeSpan.Zero, Cancellation);
        await desk.WorkAsync(Cancellation);

        Assert.Equal(
            [("reconcile", 1, false), ("reconcile", 2, false), ("reconcile", 3, false), ("reconcile", 4, false), ("reconcile", 5, false),
                ("reconcile-poison", 1, true)],
            desk.Invocations.Select(call => (call.Function, (int)call.DequeueCount, call.Succeeded)));
        var told = Assert.Single(desk.Shown);
        Assert.StartsWith("to admin: ▲ Given up: look at a machine", told, StringComparison.Ordinal);
        Assert.Contains("""{"neither": "a machine"}""", told, StringComparison.Ordinal);
        Assert.Equal(0, await desk.Queues.GetQueueClient("reconcile").CountApproximatelyAsync(Cancellation));
        Assert.Equal(0, await desk.Queues.GetQueueClient("reconcile-poison").CountApproximatelyAsync(Cancellation));
    }

    [Fact]
    public async Task A_message_of_a_machine_is_worked_on_again_when_an_admin_says_so()
    {
        await using var desk = await AppDesk.OpenAsync(program, PayloadReading.AsTheHostWrites, Cancellation);
        var poison = desk.Queues.GetQueueClient("outbox-poison");
        await poison.CreateIfNotExistsAsync(Cancellation);
        await poison.SendMessageAsync("a1b2c3d4e5f60718", TimeSpan.Zero, Cancellation);
        await desk.WorkAsync(Cancellation);

        var answer = await desk.SayAsync(Admin, "replay all", Cancellation);
        await desk.WorkAsync(Cancellation);

        Assert.Contains("Replaying 1 message", answer, StringComparison.Ordinal);
        Assert.Equal([("outbox-poison", true), ("outbox", true)],
            desk.Invocations.Where(call => call.DequeueCount > 0).Select(call => (call.Function, call.Succeeded)));
    }
}
