using System.Text;
using ChatOps.Azure.Storage;
using ChatOps.Core.Machines;
using ChatOps.Functions.Endpoints;
using ChatOps.Sandbox.Hosting;

namespace ChatOps.Tests.Functions.Endpoints;

/// <summary>Every function as the Functions host calls it, on a real server.</summary>
public sealed class EndpointTests : IAsyncLifetime
{
    private readonly ProductDesk _desk = new();
    private LocalServer? _server;

    public static TheoryData<PayloadReading> Readings => [PayloadReading.AsTheHostWrites, PayloadReading.AsDocumented];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private LocalServer Server => _server ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync() =>
        _server = await LocalServer.StartAsync(_desk.Log, (routes, log) => EndpointList.Map(routes, _desk.Product, log));

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _desk.Dispose();
    }

    [Fact]
    public async Task Health_is_200_when_the_state_can_be_read()
    {
        var answer = await Server.GetAsync("/api/health");

        Assert.Equal((200, """{"status":"healthy"}""", "application/json"), (answer.Status, answer.Body, answer.Type?.MediaType));
    }

    [Fact]
    public async Task Health_is_503_when_it_cannot_and_says_no_more_than_that()
    {
        _desk.Break(new IOException("AccountKey=c2VjcmV0"), "machines");

        var answer = await Server.GetAsync("/api/health");

        Assert.Equal((503, """{"status":"unhealthy"}""", "application/json"), (answer.Status, answer.Body, answer.Type?.MediaType));
        Assert.Contains("The state cannot be read", _desk.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Readings))]
    public async Task A_message_to_look_has_the_machine_looked_at(PayloadReading reading)
    {
        var machine = await _desk.LaunchAsync();

        Assert.Equal(200, await PostAsync("reconcile", machine.Value, reading));

        Assert.Contains(_desk.Cloud.Done, effect => effect is Effect.CreateVm);
    }

    [Theory]
    [MemberData(nameof(Readings))]
    public async Task An_event_of_Azure_has_its_machine_looked_at(PayloadReading reading)
    {
        var machine = await _desk.LaunchAsync();

        Assert.Equal(200, await PostAsync("reconcile", Event($"Microsoft.Compute/virtualMachines/gpu-{machine}"), reading));

        Assert.Contains(_desk.Cloud.Done, effect => effect is Effect.CreateVm);
    }

    [Fact]
    public async Task An_event_about_what_is_no_machine_of_ours_and_a_machine_that_is_gone_are_nothing_to_do()
    {
        Assert.Equal(200, await PostAsync("reconcile", Event("Microsoft.Network/virtualNetworks/net")));
        Assert.Equal(200, await PostAsync("reconcile", "a1b2c3d4e5f60718"));
        Assert.Equal(200, await PostAsync("outbox", "a1b2c3d4e5f60718"));
        Assert.Empty(_desk.Cloud.Done);
        Assert.Equal("", _desk.Log.Text);
    }

    [Theory]
    [InlineData("reconcile")]
    [InlineData("outbox")]
    public async Task A_message_that_is_neither_id_nor_event_fails_and_is_given_up_in_the_end(string queue)
    {
        Assert.Equal(500, await PostAsync(queue, "hello"));
        Assert.Contains("neither a machine's id nor an event", _desk.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Readings))]
    public async Task A_message_to_deliver_shows_what_waits(PayloadReading reading)
    {
        var machine = await LaunchedAsync();

        Assert.Equal(200, await PostAsync("outbox", machine.Id.Value, reading));

        Assert.Contains(machine.Name, await _desk.NextCardAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_fails_while_the_state_is_out_of_reach_and_is_good_afterwards()
    {
        var machine = await LaunchedAsync();
        _desk.Break(new IOException("503"), "machines");
        Assert.Equal(500, await PostAsync("outbox", machine.Id.Value));

        _desk.Break(null, "machines");

        Assert.Equal(200, await PostAsync("outbox", machine.Id.Value));
        Assert.Contains(machine.Name, await _desk.NextCardAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("reconcile-poison", PayloadReading.AsTheHostWrites, "look at a machine")]
    [InlineData("reconcile-poison", PayloadReading.AsDocumented, "look at a machine")]
    [InlineData("outbox-poison", PayloadReading.AsTheHostWrites, "deliver")]
    public async Task A_poison_message_is_kept_and_the_admins_are_told(string queue, PayloadReading reading, string what)
    {
        Assert.Equal(200, await PostAsync(queue, "hello", reading));

        var card = await _desk.NextCardAsync();
        Assert.StartsWith("to admin: ", card, StringComparison.Ordinal);
        Assert.Contains(what, card, StringComparison.Ordinal);
        var kept = Assert.Single(await _desk.Poison.AllAsync(Cancellation).ToListAsync(Cancellation)).Message;
        Assert.Equal(("hello", null, 1), (kept.Text, kept.Machine, kept.Times));
    }

    [Fact]
    public async Task A_poison_message_names_the_machine_that_it_is_about()
    {
        var machine = await LaunchedAsync();

        Assert.Equal(200, await PostAsync("reconcile-poison", Event($"Microsoft.Compute/virtualMachines/gpu-{machine.Id}")));

        Assert.Contains(machine.Name, await _desk.NextCardAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"sys":"mine","Id":7,"DequeueCount":"x","PopReceipt":null}""")]
    [InlineData("""{"SYS":{"a":1}}""")]
    [InlineData("\"quoted\"")]
    [InlineData("""{"subject":"\ud800"}""")]
    [InlineData("""{"\ud800":1,"DequeueCount":"\ud800"}""")]
    [InlineData("\"\\ud800\"")]
    public async Task A_poison_message_is_kept_however_odd_it_is(string text)
    {
        Assert.Equal(200, await PostAsync("reconcile-poison", text));

        Assert.Equal(text, Assert.Single(await _desk.Poison.AllAsync(Cancellation).ToListAsync(Cancellation)).Message.Text);
    }

    [Fact]
    public async Task A_poison_message_that_is_kept_is_not_counted_twice_because_nobody_could_be_told()
    {
        _desk.Table("poison").QueryFault = new IOException("503");
        Assert.Equal(200, await PostAsync("reconcile-poison", "hello"));
        Assert.Contains("the sweep tells them", _desk.Log.Text, StringComparison.Ordinal);

        _desk.Table("poison").QueryFault = null;

        Assert.Equal(200, await PostAsync("sweep", isPastDue: false));
        Assert.StartsWith("to admin: ", await _desk.NextCardAsync(), StringComparison.Ordinal);
        Assert.Equal(1, Assert.Single(await _desk.Poison.AllAsync(Cancellation).ToListAsync(Cancellation)).Message.Times);
    }

    [Fact]
    public async Task A_poison_message_that_cannot_be_kept_fails_and_comes_again()
    {
        _desk.Break(new IOException("503"), "poison");
        Assert.Equal(500, await PostAsync("reconcile-poison", "hello"));

        _desk.Break(null, "poison");

        Assert.Equal(200, await PostAsync("reconcile-poison", "hello"));
        Assert.StartsWith("to admin: ", await _desk.NextCardAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sweep_does_what_is_due_and_tells_what_waits()
    {
        var machine = await LaunchedAsync();

        Assert.Equal(200, await PostAsync("sweep", isPastDue: false));

        Assert.Contains(_desk.Cloud.Done, effect => effect is Effect.CreateVm);
        Assert.Contains(machine.Name, await _desk.NextCardAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sweep")]
    [InlineData("rounds")]
    [InlineData("inventory")]
    [InlineData("meter")]
    [InlineData("digest")]
    [InlineData("reap")]
    [InlineData("audit")]
    public async Task A_chore_that_comes_late_runs_and_the_log_says_so(string chore)
    {
        Assert.Equal(200, await PostAsync(chore, isPastDue: false));
        Assert.Equal("", _desk.Log.Text);

        Assert.Equal(200, await PostAsync(chore, isPastDue: true));
        Assert.StartsWith($"Information: The {chore} comes late: nobody ran it when it was due", _desk.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chore_that_fails_is_answered_so_that_the_host_knows()
    {
        _desk.Break(new IOException("503"), "machines");

        Assert.Equal(500, await PostAsync("sweep", isPastDue: false));
    }

    /// <summary>The host asks for it to see whether the program is there, and whatever it is answered is good.</summary>
    [Fact]
    public async Task The_host_s_first_question_is_answered() => Assert.Equal(404, (await Server.GetAsync("/")).Status);

    [Theory]
    [InlineData("/api")]
    [InlineData("/api/reconcile")]
    [InlineData("/api/../reconcile/x")]
    [InlineData("/api/chat")]
    [InlineData("/health")]
    [InlineData("/swagger")]
    public async Task What_there_is_not_is_not_found(string path) => Assert.Equal(404, (await Server.GetAsync(path)).Status);

    [Theory]
    [InlineData("reconcile")]
    [InlineData("outbox")]
    [InlineData("reconcile-poison")]
    [InlineData("outbox-poison")]
    [InlineData("sweep")]
    [InlineData("rounds")]
    [InlineData("inventory")]
    [InlineData("meter")]
    [InlineData("digest")]
    [InlineData("reap")]
    [InlineData("audit")]
    public async Task No_function_but_health_runs_by_a_link_or_without_what_only_the_host_sends(string function)
    {
        var machine = await _desk.LaunchAsync();

        Assert.Equal(405, (await Server.GetAsync($"/{function}")).Status);
        Assert.Equal(400, (await Server.PostAsync($"/{function}", Envelope(function, machine.Value), invocation: null)).Status);
        Assert.Equal(400, (await Server.PostAsync($"/{function}", machine.Value)).Status);
        Assert.Empty(_desk.Cloud.Done);
    }

    private async Task<Machine> LaunchedAsync() => Assert.IsType<Machine>(await _desk.Product.Machines.FindAsync(await _desk.LaunchAsync(), Cancellation));

    private async Task<int> PostAsync(string function, string text, PayloadReading reading = PayloadReading.AsTheHostWrites) =>
        (await Server.PostAsync($"/{function}", Envelope(function, text, reading))).Status;

    private async Task<int> PostAsync(string function, bool isPastDue)
    {
        var timer = new TimerFunction(function, "timer", Schedule.Parse("0 * * * * *"), Monitored: true, RunOnStartup: false);
        return (await Server.PostAsync($"/{function}", new Envelope(PayloadReading.AsTheHostWrites, _desk.Time).Of(timer, null, isPastDue))).Status;
    }

    private string Envelope(string function, string text, PayloadReading reading = PayloadReading.AsTheHostWrites)
    {
        var message = new QueueMessage("id", "receipt", 1, Convert.ToBase64String(Encoding.UTF8.GetBytes(text)));
        return new Envelope(reading, _desk.Time).Of(new QueueFunction(function, "message", function), message, text);
    }

    private static string Event(string resource) =>
        $$"""{"id":"1","subject":"/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/g/providers/{{resource}}","data":{} }""";
}
