using ChatOps.Sandbox.Hosting;

namespace ChatOps.Tests.Sandbox.Hosting;

public sealed class FunctionAppTests : IDisposable
{
    private readonly PublishedFolder _app = new();

    public void Dispose() => _app.Dispose();

    [Fact]
    public void Reads_functions_as_they_stand_in_their_folders()
    {
        _app.QueueFunction();
        _app.TimerFunction("sweep", "%When%", ",\"useMonitor\":true");

        var app = FunctionApp.Read(_app.Root, new Dictionary<string, string> { ["When"] = "0 * * * * *" });

        Assert.Equal(["health", "sweep", "work"], app.Functions.Select(function => function.Name));
        Assert.Equal(("health", "GET"), app.Functions.OfType<HttpFunction>().Select(f => (f.Route, Assert.Single(f.Methods))).Single());
        Assert.Equal((_app.Queue, "message"), app.Functions.OfType<QueueFunction>().Select(f => (f.Queue, f.Binding)).Single());
        Assert.True(app.Functions.OfType<TimerFunction>().Single().Monitored);
    }

    [Fact]
    public void Has_the_defaults_of_the_Functions_host()
    {
        var queues = FunctionApp.Read(_app.Root, new Dictionary<string, string>()).Host.Extensions.Queues;

        Assert.Equal((16, null, 5, TimeSpan.Zero), (queues.BatchSize, queues.NewBatchThreshold, queues.MaxDequeueCount, queues.VisibilityTimeout));
        Assert.Equal((TimeSpan.FromMinutes(1), "base64"), (queues.MaxPollingInterval, queues.MessageEncoding));
    }

    [Fact]
    public void Does_not_monitor_what_runs_more_often_than_each_minute()
    {
        _app.TimerFunction("sweep", "*/10 * * * * *", ",\"useMonitor\":true");

        Assert.False(FunctionApp.Read(_app.Root, new Dictionary<string, string>()).Functions.OfType<TimerFunction>().Single().Monitored);
    }

    [Theory]
    [InlineData("""{"type":"eventHubTrigger","name":"e"}""", "", "bad/function.json: this host knows no trigger of type \"eventHubTrigger\".")]
    [InlineData("""{"type":"queue","direction":"out","name":"q"}""", "", "bad/function.json: it has 0 triggers and needs one.")]
    [InlineData("""{"type":"timerTrigger","name":"t"}""", "", "bad/function.json: its trigger has no schedule.")]
    [InlineData("""{"type":"timerTrigger","name":"t","schedule":"* * *"}""", "", "bad/function.json: \"* * *\" has 3 fields instead of six.")]
    [InlineData("""{"type":"queueTrigger","name":"q","queueName":"%No%"}""", "", "bad/function.json: %No% does not name an app setting.")]
    [InlineData(
        """{"type":"queueTrigger","name":"q","queueName":"a","connection":"Other"}""", "", "bad/function.json: this host knows no connection \"Other\"")]
    [InlineData(
        """{"type":"queueTrigger","name":"q","queueName":"a"},{"type":"queue","direction":"out","name":"o"}""",
        "",
        "bad/function.json: this host knows no binding of type \"queue\" there.")]
    [InlineData("""{"type":"httpTrigger","name":"r","authLevel":"anonymous"}""", "", "bad/function.json: an HTTP function has one more binding")]
    [InlineData(
        """{"type":"httpTrigger","name":"r"},{"type":"http","direction":"out","name":"o"}""",
        "",
        "bad/function.json: authLevel has to be anonymous")]
    [InlineData("""{"type":"timerTrigger","name":"t","schedule":"0 * * * * *"}""", ",\"retry\":{}", "bad/function.json: retry policies are not played")]
    [InlineData("""{"type":"timerTrigger"}""", "", "bad/function.json: JSON deserialization")]
    public void Refuses_a_function_that_it_could_not_play(string bindings, string more, string why)
    {
        _app.Function("bad", bindings, more);

        Assert.StartsWith(why, Wrong(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.b")]
    [InlineData("host")]
    [InlineData("1st")]
    public void Refuses_a_name_that_no_function_can_have(string name)
    {
        _app.TimerFunction(name, "0 * * * * *");

        Assert.Equal($"{name}/function.json: a function cannot be called so.", Wrong());
    }

    [Theory]
    [InlineData("\"batchSize\":33", "batchSize is 1 to 32")]
    [InlineData("\"messageEncoding\":\"hex\"", "messageEncoding is base64 or none")]
    [InlineData("\"visibilityTimeout\":\"soon\"", "host.json: The JSON value could not be converted")]
    [InlineData("\"batchSize\":", "host.json: ")]
    public void Refuses_a_host_json_that_is_wrong(string queues, string why)
    {
        _app.Host(queues);

        Assert.Contains(why, Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_routes_in_host_json_beside_functions()
    {
        _app.Host("", """ "description":{"defaultExecutablePath":"handler"},"http":{"routes":[{"route":"{*path}"}]} """);

        Assert.Contains("http.routes cannot be together with function.json", Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_HTTP_functions_whose_requests_would_not_be_proxied()
    {
        _app.Host("", """ "description":{"defaultExecutablePath":"handler"},"enableForwardingHttpRequest":true """);

        Assert.Contains("enableProxyingHttpRequest", Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_folder_that_nothing_was_published_into()
    {
        using var empty = new Tools.TempFolder();

        var e = Assert.Throws<InvalidDataException>(() => FunctionApp.Read(empty.Root, new Dictionary<string, string>()));
        Assert.Equal($"There is no host.json in {empty.Root}.", e.Message);
    }

    private string Wrong() => Assert.Throws<InvalidDataException>(() => FunctionApp.Read(_app.Root, new Dictionary<string, string>())).Message;
}
