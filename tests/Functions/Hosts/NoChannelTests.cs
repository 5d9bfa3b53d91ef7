using ChatOps.Bot;
using ChatOps.Functions.Hosts;
using ChatOps.Tests.Bot;
using Microsoft.Extensions.Logging;

namespace ChatOps.Tests.Functions.Hosts;

public sealed class NoChannelTests
{
    // It is said once, at the start, and not each minute with a stack.
    [Fact]
    public async Task What_there_is_to_tell_waits_for_a_chat_and_nothing_is_said_of_it()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var desk = new ProductDesk();
        var machine = await desk.LaunchAsync();
        var outbox = new OutboxDelivery(
            desk.Product.Machines, new NoChannel(), BotDesk.Policy.TimeZone, desk.Time, desk.Log.Factory.CreateLogger<OutboxDelivery>());

        await outbox.SweepAsync(cancellation);
        await outbox.DeliverAsync(machine, cancellation);

        Assert.Equal("", desk.Log.Text);
        Assert.Equal([machine], await desk.Product.Machines.UndeliveredAsync(cancellation).ToListAsync(cancellation));
    }
}
