using System.Text;
using System.Text.Json;
using ChatOps.Functions.Invocations;

namespace ChatOps.Tests.Functions.Invocations;

public sealed class InvocationRequestTests
{
    private const string Sys = """ "sys":{"MethodName":"reconcile","UtcNow":"2026-11-20T08:00:00.2205399Z","RandGuid":"24ad4c06"}""";

    /// <summary>As the host's source writes it: the text encoded twice, numbers as strings.</summary>
    private const string HelloOfTheSource = """
        {"Data":{"message":"\"hello\""},"Metadata":{"DequeueCount":"3","ExpirationTime":"2026-11-27T08:00:00+00:00",
        "Id":"\"800ae4b3-bdd2-4c08-badd-f08e5a34b865\"","InsertionTime":"2026-11-20T08:00:00+00:00","NextVisibleTime":"2026-11-20T08:10:00+00:00",
        "PopReceipt":"\"AgAAAAMAAAAAAAAAAgtnj8x+1QE=\"",
        "sys":{"MethodName":"reconcile","UtcNow":"2026-11-20T08:00:00.2205399Z","RandGuid":"24ad4c06-24ad-4e5b-8294-3da9714877e9"}}}
        """;

    /// <summary>As Microsoft's documentation shows it: encoded once, numbers as numbers.</summary>
    private const string HelloOfTheDocumentation = """
        {
          "Data": { "message": "hello" },
          "Metadata": {
            "DequeueCount": 3,
            "ExpirationTime": "2026-11-27T08:00:00+00:00",
            "Id": "800ae4b3-bdd2-4c08-badd-f08e5a34b865",
            "InsertionTime": "2026-11-20T08:00:00+00:00",
            "NextVisibleTime": "2026-11-20T08:10:00+00:00",
            "PopReceipt": "AgAAAAMAAAAAAAAAAgtnj8x+1QE=",
            "sys": { "MethodName": "reconcile", "UtcNow": "2026-11-20T08:00:00.2205399Z", "RandGuid": "24ad4c06-24ad-4e5b-8294-3da9714877e9" }
          }
        }
        """;

    private const string ObjectOfTheSource = """
        {"Data":
        {"message":"\"{\\\"requestId\\\":\\\"r-1\\\",\\\"attempt\\\":2,\\\"tags\\\":[\\\"a\\\"],\\\"who\\\":{\\\"oid\\\":\\\"o\\\"},\\\"ok\\\":true}\""},
        "Metadata":{"DequeueCount":"1","Id":"\"800ae4b3\"","sys":{"MethodName":"reconcile"},
        "requestId":"\"r-1\"","attempt":"\"2\"","who":{"oid":"o"},"ok":"\"True\""}}
        """;

    private const string ObjectOfTheDocumentation = """
        {"Data":{"message":"{\"requestId\":\"r-1\",\"attempt\":2,\"tags\":[\"a\"],\"who\":{\"oid\":\"o\"},\"ok\":true}"},
        "Metadata":{"DequeueCount":1,"Id":"800ae4b3","sys":{"MethodName":"reconcile"},"requestId":"r-1","attempt":2,"who":{"oid":"o"},"ok":true}}
        """;

    private const string Object = """{"requestId":"r-1","attempt":2,"tags":["a"],"who":{"oid":"o"},"ok":true}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(HelloOfTheSource)]
    [InlineData(HelloOfTheDocumentation)]
    public async Task A_text_is_read_however_often_it_was_encoded(string body)
    {
        var request = await ReadAsync(body);

        Assert.Equal("hello", request.Message());
        Assert.Equal(3, request.Attempt);
    }

    [Theory]
    [InlineData(ObjectOfTheSource)]
    [InlineData(ObjectOfTheDocumentation)]
    public async Task A_text_that_is_JSON_is_read_as_it_was_sent(string body) => Assert.Equal(Object, (await ReadAsync(body)).Message());

    // Neither source nor documentation, but what one could make of both.
    [Theory]
    [InlineData(Object, Object)]
    [InlineData("[1,2]", "[1,2]")]
    [InlineData("17", "17")]
    [InlineData("true", "true")]
    [InlineData("null", "null")]
    [InlineData("\"\"", "")]
    [InlineData("\"\\\"\\\"\"", "")]
    public async Task A_text_that_was_not_encoded_at_all_is_its_own_JSON(string data, string text) =>
        Assert.Equal(text, (await ReadAsync(Envelope(data))).Message());

    [Theory]
    [InlineData("3", 3)]
    [InlineData("\"3\"", 3)]
    [InlineData("\"\\\"3\\\"\"", 3)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("9223372036854775808", 0)]
    [InlineData("1.5", 0)]
    [InlineData("\"many\"", 0)]
    [InlineData("\"\\ud800\"", 0)]
    [InlineData("\"\\\"\\\\ud800\\\"\"", 0)]
    [InlineData("{}", 0)]
    [InlineData("null", 0)]
    public async Task The_attempt_is_read_quoted_or_not_and_nothing_fails_where_it_is_none(string count, long attempt) =>
        Assert.Equal(attempt, (await ReadAsync($$"""{"Data":{},"Metadata":{"DequeueCount":{{count}},{{Sys}} } }""")).Attempt);

    // The host copies a message's fields over its own metadata.
    [Theory]
    [InlineData(""" "Id":{"a":1},"sys":{"MethodName":"x"} """)]
    [InlineData(""" "DequeueCount":"\"no number\"","sys":{"MethodName":"x"} """)]
    [InlineData(""" "sys":"\"x\"" """)]
    [InlineData(""" "sys":null """)]
    [InlineData(""" "SYS":"5" """)]
    [InlineData(""" "\ud800":"1","x\ud800":"2","DequeueCount\ud800":"3","sys":{"MethodName":"x"} """)]
    public async Task A_message_whose_fields_are_called_like_metadata_is_read(string metadata) =>
        Assert.Equal("x", (await ReadAsync($$"""{"Data":{"message":"x"},"Metadata":{ {{metadata}} } }""")).Message());

    [Theory]
    [InlineData("say \"hi\"")]
    [InlineData("one\ntwo\r\n\tthree")]
    [InlineData("Grüße, 世界 🚀")]
    [InlineData("\\\" \\u0041 \u0000")]
    public async Task Nothing_of_a_text_is_lost(string text)
    {
        var once = JsonSerializer.Serialize(text);

        Assert.Equal(text, (await ReadAsync(Envelope(once))).Message());
        Assert.Equal(text, (await ReadAsync(Envelope(JsonSerializer.Serialize(once)))).Message());
    }

    [Fact]
    public async Task A_text_that_begins_like_an_encoded_one_and_is_none_stays_as_it_is() =>
        Assert.Equal("\"half", (await ReadAsync(Envelope("\"\\\"half\""))).Message());

    // Nobody would be told of a message that its poison queue's function cannot read either.
    [Theory]
    [InlineData("""{"subject":"\ud800"}""", """{"subject":"\ud800"}""")]
    [InlineData("\"\\ud800\"", "\"\\ud800\"")]
    [InlineData("\"\\\"\\\\ud800\\\"\"", "\"\\ud800\"")]
    public async Task Half_a_surrogate_pair_comes_as_JSON_spells_it(string data, string text) =>
        Assert.Equal(text, (await ReadAsync(Envelope(data))).Message());

    [Fact]
    public async Task The_longest_message_is_read()
    {
        var text = new string('"', 64 * 1024);

        Assert.Equal(text, (await ReadAsync(Envelope(JsonSerializer.Serialize(JsonSerializer.Serialize(text))))).Message());
    }

    // Who is refused for it would never be told of: its poison queue's function would refuse it as well.
    [Theory]
    [InlineData(64)]
    [InlineData(10_000)]
    public async Task A_message_is_read_however_deep_it_is(int depth)
    {
        var (begin, end) = (string.Concat(Enumerable.Repeat("""{"a":""", depth)), new string('}', depth));
        var message = $"{begin}1{end}";
        var copied = message[5..^1];

        var request = await ReadAsync($$"""{"Data":{"message":{{JsonSerializer.Serialize(message)}} },"Metadata":{"a":{{copied}},{{Sys}} } }""");

        Assert.Equal(message, request.Message());
    }

    [Fact]
    public async Task Without_the_binding_there_is_no_message()
    {
        var request = await ReadAsync($$"""{"Data":{"msg":"hello"},"Metadata":{ {{Sys}} } }""");

        var e = Assert.Throws<FormatException>(request.Message);
        Assert.Equal("The invocation has no binding called message.", e.Message);
    }

    [Theory]
    [InlineData("""{"Schedule":{"AdjustForDST":true},"ScheduleStatus":{"Last":"2026-11-20T08:00:00.1234567+00:00"},"IsPastDue":true}""", true)]
    [InlineData("""{"Schedule":{"AdjustForDST":true},"ScheduleStatus":null,"IsPastDue":true}""", true)]
    [InlineData("""{"Schedule":{"AdjustForDST":true},"ScheduleStatus":null,"IsPastDue":false}""", false)]
    [InlineData("""{"IsPastDue":null}""", false)]
    [InlineData("{}", false)]
    [InlineData("\"timer\"", false)]
    public async Task A_timer_says_whether_it_comes_late(string timer, bool isLate)
    {
        var request = await ReadAsync($$"""{"Data":{"timer":{{timer}} },"Metadata":{ {{Sys}} } }""");

        Assert.Equal(isLate, request.IsLate);
        Assert.Equal(0, request.Attempt);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"{}\"")]
    [InlineData("{}")]
    [InlineData("not JSON")]
    [InlineData("<Data/>")]
    [InlineData("""{"Data":{}}""")]
    [InlineData("""{"Data":{},"Metadata":{}}""")]
    [InlineData("""{"Data":[],"Metadata":{"sys":{}}}""")]
    [InlineData("""{"Data":null,"Metadata":{"sys":{}}}""")]
    [InlineData("""{"Data":{},"Metadata":"sys"}""")]
    [InlineData("""{"data":{},"metadata":{"sys":{}}}""")]
    [InlineData("""{"Data":{},"Metadata":{"sys":{}}} more""")]
    public async Task What_the_host_would_not_send_is_nothing(string body) => Assert.Null(await TryAsync(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public async Task Half_an_envelope_is_nothing_wherever_it_was_cut()
    {
        var whole = Encoding.UTF8.GetBytes(HelloOfTheSource.Trim());
        for (var length = 0; length < whole.Length; length++) Assert.Null(await TryAsync(whole[..length]));
        Assert.NotNull(await TryAsync(whole));
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_no_attempt()
    {
        byte[] body = [.. """{"Data":{},"Metadata":{"sys":{},"DequeueCount":" """u8, 0xC3, 0x28, .. """ "}}"""u8];

        Assert.Equal(0, Assert.IsType<InvocationRequest>(await TryAsync(body)).Attempt);
    }

    private static string Envelope(string data) => $$"""{"Data":{"message":{{data}} },"Metadata":{ {{Sys}} } }""";

    private static async Task<InvocationRequest> ReadAsync(string body) =>
        Assert.IsType<InvocationRequest>(await TryAsync(Encoding.UTF8.GetBytes(body)));

    private static async Task<InvocationRequest?> TryAsync(byte[] body)
    {
        using var stream = new MemoryStream(body);
        return await InvocationRequest.ReadAsync(stream, Cancellation);
    }
}
