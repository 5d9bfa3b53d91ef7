using ChatOps.Azure;
using ChatOps.Core.Machines;
using ChatOps.Tests.Tools;
using Microsoft.Extensions.Logging;
using LineLogs = ChatOps.Sandbox.LineLogs;

namespace ChatOps.Tests.Azure;

public sealed class QueueNudgesTests(Azurite azurite)
{
    private static readonly MachineId Machine = new("a1b2c3d4e5f60718");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Puts_the_machines_id_into_the_queue_of_each_kind()
    {
        var queues = await azurite.QueuesAsync();
        foreach (var name in (string[])[QueueNudges.Reconcile, QueueNudges.Outbox]) await queues.GetQueueClient(name).CreateIfNotExistsAsync(Cancellation);
        using var log = new StringWriter();
        var nudges = new QueueNudges(queues, LineLogs.To(log).CreateLogger<QueueNudges>());

        await nudges.LookAsync(Machine, Cancellation);
        await nudges.DeliverAsync(Machine, Cancellation);

        foreach (var name in (string[])[QueueNudges.Reconcile, QueueNudges.Outbox])
        {
            var message = Assert.Single(await queues.GetQueueClient(name).ReceiveMessagesAsync(32, TimeSpan.FromMinutes(1), Cancellation));
            Assert.Equal(Machine, QueueNudges.MachineOf(message.Body.ToString()));
        }
        Assert.Equal("", log.ToString());
    }

    [Fact]
    public void Knows_the_machine_of_a_nudge() => Assert.Equal(Machine, QueueNudges.MachineOf("a1b2c3d4e5f60718"));

    [Theory]
    [InlineData("virtualMachines/gpu-a1b2c3d4e5f60718")]
    [InlineData("virtualMachines/gpu-a1b2c3d4e5f60718/runCommands/checks-1")]
    [InlineData("disks/gpu-a1b2c3d4e5f60718-os")]
    public void Knows_the_machine_of_an_event(string resource) => Assert.Equal(Machine, QueueNudges.MachineOf(
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
    [InlineData("""{"subject": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/disks/their-data"}""")]
    [InlineData("""{"subject": "nothing ARM knows"}""")]
    public void Ignores_what_is_about_no_machine_of_ours(string text) => Assert.Null(QueueNudges.MachineOf(text));
}
