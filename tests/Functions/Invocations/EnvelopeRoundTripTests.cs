using System.Text;
using System.Text.Json;
using ChatOps.Azure;
using ChatOps.Azure.Storage;
using ChatOps.Core.Machines;
using ChatOps.Functions.Invocations;
using ChatOps.Sandbox.Hosting;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Functions.Invocations;

/// <summary>What the stand-in for the host writes, the program reads.</summary>
public sealed class EnvelopeRoundTripTests
{
    private static readonly QueueFunction Function = new("reconcile", "message", "reconcile");

    /// <summary>What makes texts hard to encode, and some that are easy.</summary>
    private static readonly string[] Parts =
    [
        "a", "Z", "7", " ", "\"", "\\", "/", "\n", "\r", "\t", "\0", "\u001f", "\u007f", "\u2028", "ü", "世", "🚀",
        "{", "}", "[", "]", ":", ",", "'", "<", "&", "+",
        "\\u0041", "\\\"", "null", "{\"Id\":1}",
    ];

    public static TheoryData<PayloadReading> Readings => [PayloadReading.AsTheHostWrites, PayloadReading.AsDocumented];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Readings))]
    public async Task Any_text_comes_back(PayloadReading reading)
    {
        // A seed of its own: the same texts each time.
        var random = new Random(4);
        for (var i = 0; i < 2000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => Parts[random.Next(Parts.Length)]));
            // Encoded once, it cannot be told from one that was encoded twice; none of ours begins so.
            if (reading == PayloadReading.AsDocumented) text = text.TrimStart('"');
            await ComesBackAsync(reading, text, attempt: random.Next(1, 6));
        }
    }

    [Theory]
    [MemberData(nameof(Readings))]
    public async Task A_JSON_object_comes_back_whatever_its_fields_are_called(PayloadReading reading)
    {
        string[] names = ["Id", "dequeuecount", "PopReceipt", "sys", "Sys", "message", "Data", "Metadata", "InsertionTime", "a b", "ü", ""];
        object?[] values = [null, true, 1, 1.5, "text", "\"quoted\"", new[] { 1, 2 }, new { Deep = new { Er = "x" } }];
        foreach (var name in names)
            foreach (var value in values)
                await ComesBackAsync(reading, JsonSerializer.Serialize(new Dictionary<string, object?> { [name] = value }), attempt: null);
    }

    [Theory]
    [MemberData(nameof(Readings))]
    public async Task An_event_of_Event_Grid_names_its_machine(PayloadReading reading)
    {
        const string Event = """
            {"id":"1","topic":"/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/gpu-machines",
            "subject":"/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/gpu-a1b2c3d4e5f60718",
            "eventType":"Microsoft.Resources.ResourceWriteSuccess","eventTime":"2026-11-20T08:00:00Z","data":{"status":"Succeeded"},
            "dataVersion":"2","metadataVersion":"1"}
            """;

        var request = await ComesBackAsync(reading, Event.Trim(), attempt: 1);

        Assert.True(QueueNudges.TryRead(request.Message(), out var machine));
        Assert.Equal(new MachineId("a1b2c3d4e5f60718"), machine);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_timer_comes_back(bool isPastDue)
    {
        var timer = new TimerFunction("sweep", "timer", Schedule.Parse("0 * * * * *"), Monitored: true, RunOnStartup: false);
        var now = SettableTime.Start;

        var request = await ReadAsync(new Envelope(PayloadReading.AsTheHostWrites, new SettableTime()).Of(timer, new ScheduleStatus(now, now, now), isPastDue));

        Assert.Equal(isPastDue, request.IsLate);
    }

    private static async Task<InvocationRequest> ComesBackAsync(PayloadReading reading, string text, int? attempt)
    {
        var message = new QueueMessage("id", "receipt", attempt ?? 1, Convert.ToBase64String(Encoding.UTF8.GetBytes(text)));

        var request = await ReadAsync(new Envelope(reading, new SettableTime()).Of(Function, message, text));

        Assert.Equal(text, request.Message());
        if (attempt is { } count) Assert.Equal(count, request.Attempt);
        return request;
    }

    private static async Task<InvocationRequest> ReadAsync(string envelope)
    {
        using var body = new MemoryStream(Encoding.UTF8.GetBytes(envelope));
        return Assert.IsType<InvocationRequest>(await InvocationRequest.ReadAsync(body, Cancellation));
    }
}
