using Azure;
using Azure.Core.Pipeline;
using ChatOps.Azure.Storage;
using ChatOps.Sandbox;
using ChatOps.Sandbox.Hosting;
using ChatOps.Tests.Azure;
using ChatOps.Tests.Azure.Storage;
using Azurite = ChatOps.Tests.Tools.Azurite;

namespace ChatOps.Tests.Sandbox.Hosting;

public sealed class QueueListenerTests(Azurite azurite) : IDisposable
{
    private string _name = Azurite.NewName();
    private readonly StringWriter _log = new();
    private readonly List<string> _handled = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task Hands_over_each_message_once()
    {
        var queue = await QueueAsync("one", "two");

        Assert.Equal(2, await PumpAsync());
        Assert.Equal(0, await PumpAsync());
        Assert.Equal(["one", "two"], _handled.Order());
        Assert.Equal(0, await queue.CountApproximatelyAsync(Cancellation));
        Assert.Equal("", _log.ToString());
    }

    [Fact]
    public async Task Tries_again_what_was_not_handled()
    {
        var queue = await QueueAsync("x");

        await PumpAsync(fail: true);
        await PumpAsync();
        Assert.Equal(["x", "x"], _handled);
        Assert.Equal(0, await queue.CountApproximatelyAsync(Cancellation));
        Assert.Contains("attempt 1; it is tried again", _log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handles_the_others_when_one_fails()
    {
        var queue = await QueueAsync("good", "bad", "good");

        await PumpAsync(text => text == "bad" ? throw new InvalidOperationException("No.") : Task.CompletedTask);
        Assert.Equal(1, await queue.CountApproximatelyAsync(Cancellation));
    }

    [Fact]
    public async Task Gives_up_after_five_attempts_and_keeps_the_message_apart()
    {
        var queue = await QueueAsync("ü bad one");

        for (var i = 0; i < 5; i++) Assert.Equal(1, await PumpAsync(fail: true));
        Assert.Equal(0, await PumpAsync(fail: true));
        Assert.Equal(5, _handled.Count);
        Assert.Equal(0, await queue.CountApproximatelyAsync(Cancellation));
        Assert.Equal("ü bad one", (await PoisonAsync()).Body.ToString());
        Assert.Contains($"Error: Queue {_name}", _log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Does_not_hand_over_what_broke_the_program_five_times()
    {
        var queue = await QueueAsync("deadly");
        for (var i = 0; i < 5; i++)
        {
            var message = Assert.Single(await queue.ReceiveMessagesAsync(1, TimeSpan.FromMinutes(5), Cancellation));
            await queue.UpdateMessageAsync(message.MessageId, message.PopReceipt, TimeSpan.Zero, Cancellation);
        }

        await PumpAsync();
        Assert.Empty(_handled);
        Assert.Equal("deadly", (await PoisonAsync()).Body.ToString());
    }

    [Fact]
    public async Task Keeps_apart_as_it_is_what_is_not_base64()
    {
        var queue = await QueueAsync();
        await queue.SendEncodedAsync("not <base64>", TimeSpan.Zero, Cancellation);

        for (var i = 0; i < 5; i++) await PumpAsync();
        Assert.Empty(_handled);
        Assert.Equal("not <base64>", (await PoisonAsync()).Encoded);
    }

    [Fact]
    public async Task Does_not_mind_that_a_message_is_gone_when_it_is_deleted_again()
    {
        using var line = new BadLine();
        var options = new QueueClientOptions { Transport = line.Transport() };
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        var queue = await QueueAsync("x");
        line.Troubles.Enqueue(Trouble.AnswerLost);

        Assert.Equal(1, await Listener(await azurite.QueuesAsync(options), _ => Task.CompletedTask).PumpAsync(Cancellation));
        Assert.Equal(["DELETE", "DELETE"], line.Requests.Select(request => request.What.Split(' ')[0]).Where(verb => verb != "GET"));
        Assert.Equal((0, ""), (await queue.CountApproximatelyAsync(Cancellation), _log.ToString()));
    }

    [Fact]
    public async Task Waits_for_a_queue_that_is_not_there_and_does_not_make_it()
    {
        var queues = await azurite.QueuesAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var seen = new TaskCompletionSource<string>();
        Assert.Equal(0, await PumpAsync());
        var running = Listener(queues, text =>
        {
            seen.SetResult(text);
            return Task.CompletedTask;
        }).RunAsync(stop.Token);
        var e = await Assert.ThrowsAsync<RequestFailedException>(() => queues.GetQueueClient(_name).CountApproximatelyAsync(Cancellation));
        Assert.Equal("QueueNotFound", e.ErrorCode);
        await QueueAsync("hello");

        Assert.Equal("hello", await seen.Task.WaitAsync(Cancellation));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal("", _log.ToString());
    }

    [Fact]
    public async Task Takes_text_as_it_is_where_messages_are_not_encoded()
    {
        var queue = await QueueAsync();
        await queue.SendEncodedAsync("{\"plain\":true}", TimeSpan.Zero, Cancellation);

        await Listener(await azurite.QueuesAsync(), _ => Task.CompletedTask, new QueuesSection { MessageEncoding = "none" }).PumpAsync(Cancellation);
        Assert.Equal(["{\"plain\":true}"], _handled);
    }

    [Fact]
    public async Task Takes_a_batch_at_a_time_and_the_next_when_few_enough_are_left()
    {
        await QueueAsync([.. Enumerable.Range(0, 12).Select(i => $"{i}")]);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var (go, all, most, now, left) = (new TaskCompletionSource(), new TaskCompletionSource(), 0, 0, 12);
        var running = Listener(
            await azurite.QueuesAsync(),
            async _ =>
            {
                lock (_handled) most = Math.Max(most, ++now);
                // Two batches are as many as it takes at once: 4, and 4 more while 4 are left.
                if (now == 8) go.SetResult();
                await go.Task;
                lock (_handled) now--;
                if (Interlocked.Decrement(ref left) == 0) all.SetResult();
            },
            new QueuesSection { BatchSize = 4, NewBatchThreshold = 4 }).RunAsync(stop.Token);

        await all.Task.WaitAsync(Cancellation);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(8, most);
    }

    [Fact]
    public async Task Renews_its_lease_while_the_function_runs_and_deletes_with_the_new_receipt()
    {
        var queue = await QueueAsync("long");
        using var line = new RenewalLine();
        var queues = await azurite.QueuesAsync(new QueueClientOptions { Transport = new HttpClientTransport(new HttpClient(line)) });
        var listener = new QueueListener(
            queues, _name, new QueuesSection(), (_, _, _) => line.Renewed.WaitAsync(Cancellation), LineLogs.To(_log).CreateLogger("host"))
        {
            Time = new ImpatientTime(),
        };

        Assert.Equal(1, await listener.PumpAsync(Cancellation));
        Assert.Contains("visibilitytimeout=600", await line.Renewed, StringComparison.Ordinal);
        Assert.Equal((0, ""), (await queue.CountApproximatelyAsync(Cancellation), _log.ToString()));
    }

    [Fact]
    public async Task Hides_what_failed_for_as_long_as_it_is_told()
    {
        var queue = await QueueAsync("x");
        var settings = new QueuesSection { VisibilityTimeout = TimeSpan.FromMinutes(1) };

        await Listener(await azurite.QueuesAsync(), _ => throw new InvalidOperationException("No."), settings).PumpAsync(Cancellation);
        Assert.Equal(0, await PumpAsync());
        Assert.Equal(1, await queue.CountApproximatelyAsync(Cancellation));
    }

    [Fact]
    public async Task Keeps_what_fails_in_a_poison_queue_there_and_hidden()
    {
        _name += "-poison";
        var queue = await QueueAsync("x");

        await PumpAsync(fail: true);
        Assert.Equal(0, await PumpAsync());
        Assert.Equal(1, await queue.CountApproximatelyAsync(Cancellation));
        await Assert.ThrowsAsync<RequestFailedException>(async () => await PoisonAsync());
    }

    [Fact]
    public async Task Leaves_in_a_poison_queue_what_failed_five_times_and_calls_nobody_for_it_again()
    {
        _name += "-poison";
        var queue = await QueueAsync("x");
        var calls = 0;
        var listener = new QueueListener(
            await azurite.QueuesAsync(), _name, new QueuesSection(), (message, _, _) => FailAsync(message), LineLogs.To(_log).CreateLogger("host"));

        for (var i = 0; i < 6; i++) Assert.Equal(1, await listener.PumpAsync(Cancellation));
        Assert.Equal(5, calls);
        Assert.Equal(0, await listener.PumpAsync(Cancellation));
        Assert.Equal(1, await queue.CountApproximatelyAsync(Cancellation));
        Assert.Contains("failed 5 times and stays where it is", _log.ToString(), StringComparison.Ordinal);

        // Seen again at once, where the lease would hide it for ten minutes.
        async Task FailAsync(QueueMessage message)
        {
            calls++;
            await queue.UpdateMessageAsync(message.MessageId, message.PopReceipt, TimeSpan.Zero, Cancellation);
            throw new InvalidOperationException("Not today.");
        }
    }

    [Fact]
    public async Task Runs_on_whatever_the_queue_answers()
    {
        string[] lists =
        [
            "<no XML",
            Message("<DequeueCount>many</DequeueCount>"),
            Message("<DequeueCount>1</DequeueCount><MessageText>eA==</MessageText>"),
        ];
        var next = 0;
        var options = new QueueClientOptions
        {
            Transport = Arm.Answering(request => request.Method == HttpMethod.Get
                ? Arm.Answer(200, next < lists.Length ? lists[next++] : Message(""))
                : Arm.Answer(204, "")),
        };
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var seen = new TaskCompletionSource();
        var queues = new QueueServiceClient(new Uri("https://account.queue.core.windows.net"), new StorageToken(), options);
        // Without pauses it never gives way by itself.
        var running = Task.Run(
            () => Listener(queues, _ => Done(seen), new QueuesSection { MaxPollingInterval = TimeSpan.Zero }).RunAsync(stop.Token), Cancellation);

        await seen.Task.WaitAsync(Cancellation);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(["x"], _handled.Take(1));

        static string Message(string parts) => $"<QueueMessagesList>{(parts == "" ? "" : $"<QueueMessage>{parts}</QueueMessage>")}</QueueMessagesList>";
    }

    [Fact]
    public async Task Holds_up_nobody_for_one_that_takes_long()
    {
        await QueueAsync(["slow", .. Enumerable.Range(0, 20).Select(i => $"{i}")]);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var (others, all) = (new TaskCompletionSource(), new TaskCompletionSource());
        var left = 20;
        var running = Listener(await azurite.QueuesAsync(), async text =>
        {
            if (text == "slow")
            {
                await others.Task;
                await Done(all);
            }
            else if (Interlocked.Decrement(ref left) == 0)
            {
                await Done(others);
            }
        }).RunAsync(stop.Token);

        await all.Task.WaitAsync(Cancellation);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(21, _handled.Count);
    }

    private static Task Done(TaskCompletionSource what)
    {
        what.TrySetResult();
        return Task.CompletedTask;
    }

    private async Task<QueueClient> QueueAsync(params string[] texts)
    {
        var queue = (await azurite.QueuesAsync()).GetQueueClient(_name);
        await queue.CreateIfNotExistsAsync(Cancellation);
        foreach (var text in texts) await queue.SendMessageAsync(text, TimeSpan.Zero, Cancellation);
        return queue;
    }

    private async Task<QueueMessage> PoisonAsync() => Assert.Single(
        await (await azurite.QueuesAsync()).GetQueueClient($"{_name}-poison").ReceiveMessagesAsync(32, TimeSpan.FromMinutes(5), Cancellation));

    private Task<int> PumpAsync(bool fail = false) =>
        PumpAsync(_ => fail ? throw new InvalidOperationException("Not today.") : Task.CompletedTask);

    private async Task<int> PumpAsync(Func<string, Task> handle) => await Listener(await azurite.QueuesAsync(), handle).PumpAsync(Cancellation);

    private QueueListener Listener(QueueServiceClient queues, Func<string, Task> handle, QueuesSection? settings = null) => new(
        queues,
        _name,
        settings ?? new QueuesSection(),
        (_, text, _) =>
        {
            lock (_handled) _handled.Add(text);
            return handle(text);
        },
        LineLogs.To(_log).CreateLogger("host"));

    /// <summary>Whatever is waited for comes in a moment.</summary>
    private sealed class ImpatientTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? TimeSpan.FromMilliseconds(1) : dueTime, period);
    }

    /// <summary>Tells when a message was first renewed, and with what query.</summary>
    private sealed class RenewalLine() : DelegatingHandler(new SocketsHttpHandler())
    {
        private readonly TaskCompletionSource<string> _renewed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> Renewed => _renewed.Task;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            if (request.Method == HttpMethod.Put) _renewed.TrySetResult(request.RequestUri?.Query ?? "");
            return response;
        }
    }
}
