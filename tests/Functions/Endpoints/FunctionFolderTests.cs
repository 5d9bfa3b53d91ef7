using System.Text.Json;
using ChatOps.Azure;
using ChatOps.Core.Machines;
using ChatOps.Functions;
using ChatOps.Functions.Endpoints;
using ChatOps.Functions.Hosts;
using ChatOps.Sandbox.Hosting;
using ChatOps.Tests.Tools;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOps.Tests.Functions.Endpoints;

/// <summary>What the Functions host is told by files is what the program answers to.</summary>
public sealed class FunctionFolderTests : IDisposable
{
    private static readonly HostFile Host = HostFile.Read(Repository.Root, new Dictionary<string, string>());

    private static readonly Function[] Folders =
    [
        .. Directory.GetFiles(Repository.At("functions"), "function.json", SearchOption.AllDirectories)
            .Select(file => Path.GetDirectoryName(file) ?? "")
            .Where(folder => Path.GetDirectoryName(folder) == Repository.At("functions"))
            .Select(folder => FunctionFile.Read(folder, new Dictionary<string, string>())),
    ];

    private readonly ProductDesk _desk = new();

    public static TheoryData<string> Timers => [.. Folders.OfType<TimerFunction>().Select(timer => timer.Name)];

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task Every_folder_has_its_endpoint_and_every_endpoint_its_folder()
    {
        await using var app = Web.Builder(secrets: false).Build();
        EndpointList.Map(app, _desk.Product, NullLogger.Instance);
        var endpoints =
            from source in ((IEndpointRouteBuilder)app).DataSources
            from endpoint in source.Endpoints.OfType<RouteEndpoint>()
            from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
            select $"{method} {endpoint.RoutePattern.RawText}";

        var called = Folders.SelectMany(folder => folder is HttpFunction http
            ? http.Methods.Select(method => $"{method} /{Host.Extensions.Http.RoutePrefix}/{http.Route}")
            : [$"POST /{folder.Name}"]);

        Assert.Equal(called.Order(StringComparer.Ordinal), endpoints.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Whatever_the_public_can_reach_begins_with_api()
    {
        Assert.Equal("api", Host.Extensions.Http.RoutePrefix);
        Assert.NotEmpty(Folders.OfType<HttpFunction>());
        Assert.All(Folders.OfType<HttpFunction>(), http => Assert.DoesNotContain("..", http.Route, StringComparison.Ordinal));
        Assert.DoesNotContain(Folders, folder => folder is not HttpFunction && folder.Name.StartsWith("api", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Queues_are_those_that_nudges_go_to_and_what_is_given_up_there()
    {
        var queues = Enum.GetValues<NudgeKind>().Select(QueueNudges.QueueOf).SelectMany(queue => (string[])[queue, $"{queue}-poison"]);

        Assert.Equal(
            queues.Order(StringComparer.Ordinal),
            Folders.OfType<QueueFunction>().Select(function => function.Queue).Order(StringComparer.Ordinal));
        Assert.All(Folders.OfType<QueueFunction>(), function => Assert.Equal(function.Queue, function.Name));
        Assert.All(Folders.OfType<QueueFunction>(), function => Assert.Equal("message", function.Binding));
    }

    [Theory]
    [MemberData(nameof(Timers))]
    public void A_timer_comes_as_often_as_its_chore_wants(string name)
    {
        var timer = Folders.OfType<TimerFunction>().Single(timer => timer.Name == name);
        var chore = Chores().Single(chore => chore.Name == name);
        var times = new List<DateTimeOffset> { timer.Schedule.Next(SettableTime.Start) };
        while (times[^1] < SettableTime.Start.AddDays(1)) times.Add(timer.Schedule.Next(times[^1]));

        Assert.All(times.Zip(times.Skip(1)), pair => Assert.Equal(chore.Every, pair.Second - pair.First));
        Assert.Equal("timer", timer.Binding);
        Assert.True(timer.Monitored);
        Assert.False(timer.RunOnStartup);
    }

    [Fact]
    public void Every_chore_has_its_timer() => Assert.Equal(
        Chores().Select(chore => chore.Name).Order(StringComparer.Ordinal),
        Folders.OfType<TimerFunction>().Select(timer => timer.Name).Order(StringComparer.Ordinal));

    // All of them together on one small instance each hour would make people wait for nothing.
    [Fact]
    public void Timers_do_not_begin_in_the_same_second()
    {
        var firsts = Folders.OfType<TimerFunction>().Select(timer => timer.Schedule.Next(SettableTime.Start).Second).ToList();

        Assert.Equal(firsts.Count, firsts.Distinct().Count());
    }

    [Fact]
    public void The_host_starts_this_program_and_hands_HTTP_on_as_it_came()
    {
        Assert.Equal(typeof(Product).Assembly.GetName().Name, Host.CustomHandler.Description.DefaultExecutablePath);
        Assert.Equal("", Host.CustomHandler.Description.WorkingDirectory);
        Assert.Empty(Host.CustomHandler.Description.Arguments);
        Assert.True(Host.CustomHandler.EnableProxyingHttpRequest);
        Assert.Equal("Microsoft.Azure.Functions.ExtensionBundle", Host.ExtensionBundle?.Id);
    }

    [Fact]
    public void The_host_tries_a_message_five_times_half_a_minute_apart_and_does_not_take_more_than_it_can_hold()
    {
        var queues = Host.Extensions.Queues;

        Assert.Equal((5, TimeSpan.FromSeconds(30), "base64"), (queues.MaxDequeueCount, queues.VisibilityTimeout, queues.MessageEncoding));
        Assert.InRange(queues.NewBatchThreshold ?? 0, 0, queues.BatchSize);
        // The most that the cheapest plan allows.
        Assert.InRange(Host.FunctionTimeout, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10));
    }

    // Deployment tools read it as well, and not all of them know comments.
    [Fact]
    public void The_host_s_file_and_the_functions_are_strict_JSON()
    {
        string[] files = [Repository.At("host.json"), .. Folders.Select(folder => Repository.At("functions", folder.Name, "function.json"))];

        foreach (var file in files)
        {
            using var json = JsonDocument.Parse(File.ReadAllText(file), new JsonDocumentOptions { AllowDuplicateProperties = false });
            Assert.Equal(JsonValueKind.Object, json.RootElement.ValueKind);
        }
    }

    private Chore[] Chores() =>
    [
        _desk.Product.Sweep, _desk.Product.Rounds, _desk.Product.Inventory, _desk.Product.Meter, _desk.Product.Digest, _desk.Product.Reap,
        _desk.Product.Audit,
    ];
}
