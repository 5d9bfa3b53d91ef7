using Azure;
using ChatOps.Azure.Storage;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Azure.Storage;

public sealed class QueueClientTests(Azurite azurite)
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromMinutes(5);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("ab")]
    [InlineData("Reconcile")]
    [InlineData("a_b_c")]
    [InlineData("-abc")]
    [InlineData("abc-")]
    [InlineData("a--b")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123")]
    public async Task Refuses_what_is_no_name_for_a_queue(string name)
    {
        var service = await azurite.QueuesAsync();

        Assert.Throws<ArgumentException>(() => service.GetQueueClient(name));
    }

    [Fact]
    public async Task Makes_a_queue_that_is_there_already()
    {
        var queue = await NewQueueAsync();

        await queue.CreateIfNotExistsAsync(Cancellation);
        Assert.Equal(0, await queue.CountApproximatelyAsync(Cancellation));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"machine":"a000","text":"ü 漢字 🦦 <&>"}""")]
    public async Task Receives_what_was_sent(string text)
    {
        var queue = await NewQueueAsync();
        await queue.SendMessageAsync(text, TimeSpan.Zero, Cancellation);

        var message = Assert.Single(await queue.ReceiveMessagesAsync(32, LongEnough, Cancellation));
        Assert.Equal((text, 1), (message.Body.ToString(), message.DequeueCount));
    }

    // What the Functions host expects of whoever puts a message.
    [Fact]
    public async Task Sends_base64_of_UTF_8()
    {
        var queue = await NewQueueAsync();
        await queue.SendMessageAsync("ü", TimeSpan.Zero, Cancellation);

        Assert.Equal("w7w=", (await ReceiveAsync(queue)).Encoded);
    }

    // Azurite's answers have none.
    [Theory]
    [InlineData("\ufeff")]
    [InlineData("")]
    public async Task Reads_messages_after_a_byte_order_mark(string mark)
    {
        const string List = """
            <?xml version="1.0" encoding="utf-8"?><QueueMessagesList><QueueMessage><MessageId>1</MessageId><PopReceipt>r</PopReceipt>
            <DequeueCount>2</DequeueCount><MessageText>w7w=</MessageText></QueueMessage></QueueMessagesList>
            """;
        var queue = Answering(_ => Arm.Answer(200, mark + List));

        var message = await ReceiveAsync(queue);
        Assert.Equal(("1", "r", 2, "ü"), (message.MessageId, message.PopReceipt, message.DequeueCount, message.Body.ToString()));
    }

    [Fact]
    public async Task Takes_as_much_as_a_message_holds()
    {
        var (queue, text) = (await NewQueueAsync(), new string('x', 48 * 1024));
        await queue.SendMessageAsync(text, TimeSpan.Zero, Cancellation);

        Assert.Equal(text, (await ReceiveAsync(queue)).Body.ToString());
        var e = await Assert.ThrowsAsync<RequestFailedException>(() => queue.SendMessageAsync(text + "x", TimeSpan.Zero, Cancellation));
        Assert.Equal("RequestBodyTooLarge", e.ErrorCode);
    }

    [Fact]
    public async Task Shows_nobody_a_message_before_its_time()
    {
        var queue = await NewQueueAsync();
        await queue.SendMessageAsync("later", TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1), Cancellation);

        Assert.Empty(await queue.ReceiveMessagesAsync(1, LongEnough, Cancellation));
        Assert.Equal(1, await queue.CountApproximatelyAsync(Cancellation));
    }

    [Fact]
    public async Task Shows_nobody_else_what_was_received()
    {
        var queue = await NewQueueAsync();
        await queue.SendMessageAsync("x", TimeSpan.Zero, Cancellation);
        await ReceiveAsync(queue);

        Assert.Empty(await queue.ReceiveMessagesAsync(1, LongEnough, Cancellation));
    }

    [Fact]
    public async Task Receives_as_many_as_it_asks_for()
    {
        var queue = await NewQueueAsync();
        for (var i = 0; i < 5; i++) await queue.SendMessageAsync($"{i}", TimeSpan.Zero, Cancellation);

        Assert.Equal(3, (await queue.ReceiveMessagesAsync(3, LongEnough, Cancellation)).Count);
        Assert.Equal(2, (await queue.ReceiveMessagesAsync(32, LongEnough, Cancellation)).Count);
    }

    [Fact]
    public async Task Receives_again_what_was_made_visible_and_counts_it()
    {
        var queue = await NewQueueAsync();
        await queue.SendMessageAsync("x", TimeSpan.Zero, Cancellation);
        var first = await ReceiveAsync(queue);
        await queue.UpdateMessageAsync(first.MessageId, first.PopReceipt, TimeSpan.Zero, Cancellation);

        var second = await ReceiveAsync(queue);
        Assert.Equal((first.MessageId, 2, "x"), (second.MessageId, second.DequeueCount, second.Body.ToString()));
        Assert.NotEqual(first.PopReceipt, second.PopReceipt);
    }

    [Fact]
    public async Task Deletes_with_the_last_receipt_only()
    {
        var queue = await NewQueueAsync();
        await queue.SendMessageAsync("x", TimeSpan.Zero, Cancellation);
        var message = await ReceiveAsync(queue);
        var receipt = await queue.UpdateMessageAsync(message.MessageId, message.PopReceipt, LongEnough, Cancellation);

        var stale = await Assert.ThrowsAsync<RequestFailedException>(() => queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, Cancellation));
        await queue.DeleteMessageAsync(message.MessageId, receipt, Cancellation);
        var gone = await Assert.ThrowsAsync<RequestFailedException>(() => queue.DeleteMessageAsync(message.MessageId, receipt, Cancellation));
        Assert.Equal((400, "PopReceiptMismatch"), (stale.Status, stale.ErrorCode));
        Assert.Equal((404, "MessageNotFound"), (gone.Status, gone.ErrorCode));
        Assert.Equal(0, await queue.CountApproximatelyAsync(Cancellation));
    }

    [Fact]
    public async Task Says_that_there_is_no_such_queue()
    {
        var queue = (await azurite.QueuesAsync()).GetQueueClient(Azurite.NewName());

        var e = await Assert.ThrowsAsync<RequestFailedException>(() => queue.SendMessageAsync("x", TimeSpan.Zero, Cancellation));

        Assert.Equal((404, "QueueNotFound"), (e.Status, e.ErrorCode));
    }

    [Fact]
    public async Task Signs_each_try_anew_so_that_a_second_one_is_let_in()
    {
        using var line = new BadLine();
        var options = new QueueClientOptions { Transport = line.Transport() };
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        var queue = (await azurite.QueuesAsync(options)).GetQueueClient(Azurite.NewName());
        await queue.CreateIfNotExistsAsync(Cancellation);
        line.Troubles.Enqueue(Trouble.RequestLost);
        await queue.SendMessageAsync("x", TimeSpan.Zero, Cancellation);

        Assert.Equal("x", (await ReceiveAsync(queue)).Body.ToString());
    }

    [Fact]
    public async Task Shows_Entra_s_token_to_Azure()
    {
        var (token, sent) = (new StorageToken(), new List<HttpRequestMessage>());
        var queue = Answering(
            request =>
            {
                sent.Add(request);
                return Arm.Answer(201, "");
            },
            token);

        await queue.SendMessageAsync("x", TimeSpan.FromSeconds(30), Cancellation);
        Assert.Equal(["https://storage.azure.com/.default"], token.Scopes);
        Assert.Equal("Bearer token", $"{Assert.Single(sent).Headers.Authorization}");
        Assert.Equal("https://account.queue.core.windows.net/reconcile/messages?visibilitytimeout=30&messagettl=-1", $"{sent[0].RequestUri}");
    }

    private static QueueClient Answering(Func<HttpRequestMessage, HttpResponseMessage> answer, StorageToken? token = null) => new QueueServiceClient(
        new Uri("https://account.queue.core.windows.net"),
        token ?? new StorageToken(),
        new QueueClientOptions { Transport = Arm.Answering(answer) }).GetQueueClient("reconcile");

    private static async Task<QueueMessage> ReceiveAsync(QueueClient queue) =>
        Assert.Single(await queue.ReceiveMessagesAsync(1, LongEnough, Cancellation));

    private async Task<QueueClient> NewQueueAsync()
    {
        var queue = (await azurite.QueuesAsync()).GetQueueClient(Azurite.NewName());
        await queue.CreateIfNotExistsAsync(Cancellation);
        return queue;
    }
}
