using System.Text.Json.Nodes;
using ChatOps.Sandbox;
using ChatOps.Sandbox.Loopback;
using ChatOps.Sandbox.Play;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Contracts;

/// <summary>What the product sends to Azure, and what the stand-in answers, is what Microsoft's OpenAPI files say.</summary>
[Collection(ContractCollection.Name)]
public sealed class ArmContractTests
{
    private const string Group = "/subscriptions/00000000-0000-4000-8000-00000000c0de/resourceGroups/gpu-machines";

    /// <summary>What is found and is no fault.</summary>
    private static readonly (string Violation, string Why)[] Known =
    [
        (".properties.hardwareProfile.vmSize: ENUM_MISMATCH", "the file's list of sizes ended years ago, and says to ask Azure for them instead"),
        ("Disks_Get (GET, 404): response as a whole: INVALID_RESPONSE_CODE", "disk.json describes no errors; they are checked against Azure's common one"),
        ("Disks_Delete (DELETE, 409): response as a whole: INVALID_RESPONSE_CODE", "as above"),
        ("Snapshots_Get (GET, 404): response as a whole: INVALID_RESPONSE_CODE", "nor does snapshot.json"),
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_that_was_said_to_Azure_in_this_run_is_as_Azure_specifies_it()
    {
        if (OpenApi.Specification() is not { } specification)
        {
            TestContext.Current.AddWarning(OpenApi.Missing);
            return;
        }
        // So that there is something to look at when this test runs alone.
        var path = Repository.At("tests", "scenarios", "launch.chat");
        var failure = await Scenario.PlayAsync(
            path, new Trial(), Repository.Blueprints, _ => { }, restartAlways: false, LineLogs.To(TextWriter.Null), Cancellation);
        Assert.Null(failure);

        var (total, all) = (ArmTraffic.Total, ArmTraffic.Distinct);
        var exchanges = all.Where(exchange => OpenApi.Describes(specification, exchange)).ToList();
        if (exchanges.Count < all.Count)
            TestContext.Current.AddWarning($"{all.Count - exchanges.Count} of different shape were not checked: there is no {OpenApi.Snapshots}.");
        var verdicts = await OpenApi.ValidateAsync(specification, exchanges, Cancellation);

        // As a warning, because of a test that passes nothing else is shown.
        TestContext.Current.AddWarning($"Contracts: {total} exchanges with Azure's stand-in, {exchanges.Count} of different shape, "
            + $"{verdicts.Select(verdict => verdict.Operation).Distinct().Count()} operations, checked against Azure's OpenAPI files.");
        var wrong = exchanges.Zip(verdicts).SelectMany(pair => Wrong(pair.First, pair.Second)).Distinct().ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task What_is_not_as_Azure_specifies_it_is_found_and_named()
    {
        if (OpenApi.Specification() is not { } specification) return;
        (string Wrong, HttpExchange Exchange, string? Says)[] cases =
        [
            ("nothing", Get(Vm()), null),
            ("a number for a word", Get(Vm(vm => Properties(vm)["provisioningState"] = 3)), "response $.properties.provisioningState: INVALID_TYPE"),
            ("an unknown word", Get(Vm(vm => Properties(vm)["priority"] = "Urgent")), "response $.properties.priority: ENUM_MISMATCH"),
            ("something missing", Get(Vm(vm => vm.Remove("location"))), "response $.location: OBJECT_MISSING_REQUIRED_PROPERTY"),
            ("something unheard of", Get(Vm(vm => vm["colour"] = "red")), "response $.colour: OBJECT_ADDITIONAL_PROPERTIES"),
            ("an unheard-of request", Put(Vm(vm => Properties(vm)["colour"] = "red")), "request $.properties.colour: OBJECT_ADDITIONAL_PROPERTIES"),
            ("a request without its region", Put(Vm(vm => vm.Remove("location"))), "request $.location: OBJECT_MISSING_REQUIRED_PROPERTY"),
            ("an unheard-of status", Get(Vm()) with { Status = 299 }, "response as a whole: INVALID_RESPONSE_CODE"),
            ("an error of another form", Get(new() { ["error"] = "no" }) with { Status = 404 }, "response $.error: INVALID_TYPE"),
            ("an error that says nothing", Get(new() { ["error"] = new JsonObject() }) with { Status = 404 }, "must have required property 'code'"),
            ("no way to ask on", Deallocate(), "nowhere to ask how far it is"),
            ("an operation without its state", Exchange("GET", Operation, 200, body: new() { ["name"] = "1" }), "must have required property 'status'"),
            ("a question about costs", Costs(_ => { }), null),
            ("a question about nothing", Costs(question => question.Remove("dataset")), "request $.dataset: OBJECT_MISSING_REQUIRED_PROPERTY"),
            ("an operation that there is not", Exchange("GET", $"{Group}/providers/Microsoft.Compute/galleries", 200), "Could not find best match operation"),
        ];

        var verdicts = await OpenApi.ValidateAsync(specification, [.. cases.Select(given => given.Exchange)], Cancellation);

        foreach (var ((what, _, says), verdict) in cases.Zip(verdicts))
        {
            if (says is null) Assert.Empty(verdict.Violations);
            else Assert.True(verdict.Violations.Any(v => v.Contains(says, StringComparison.Ordinal)), $"{what}: {string.Join("; ", verdict.Violations)}");
        }
    }

    [Fact]
    public void Exchanges_that_differ_in_names_only_have_one_shape()
    {
        var one = Get(Vm());

        Assert.Equal(ArmTraffic.Shape(one), ArmTraffic.Shape(Get(Vm(vm => vm["location"] = "westus3"))));
        Assert.NotEqual(ArmTraffic.Shape(one), ArmTraffic.Shape(Get(Vm(vm => Properties(vm)["priority"] = "Spot"))));
        Assert.NotEqual(ArmTraffic.Shape(one), ArmTraffic.Shape(Get(Vm(vm => vm["zones"] = new JsonArray()))));
        Assert.NotEqual(ArmTraffic.Shape(one), ArmTraffic.Shape(one with { Status = 404 }));
    }

    private static string Operation => "/subscriptions/00000000-0000-4000-8000-00000000c0de/providers/Microsoft.Compute/locations/eastus/operations/1";

    private static IEnumerable<string> Wrong(HttpExchange exchange, Verdict verdict)
    {
        var operation = verdict.Operation ?? $"an operation that Azure does not have ({exchange.Url.PathAndQuery})";
        return verdict.Violations
            .Select(violation => $"{operation} ({exchange.Method}, {exchange.Status}): {violation}")
            .Where(violation => !Known.Any(known => violation.Contains(known.Violation, StringComparison.Ordinal)));
    }

    private static JsonObject Vm(Action<JsonObject>? change = null)
    {
        var vm = new JsonObject
        {
            ["id"] = $"{Group}/providers/Microsoft.Compute/virtualMachines/vm1",
            ["name"] = "vm1",
            ["type"] = "Microsoft.Compute/virtualMachines",
            ["location"] = "eastus",
            ["properties"] = new JsonObject { ["priority"] = "Regular" },
        };
        change?.Invoke(vm);
        return vm;
    }

    private static JsonObject Properties(JsonObject vm) => vm["properties"]?.AsObject() ?? [];

    private static HttpExchange Get(JsonObject answer) => Exchange("GET", $"{Group}/providers/Microsoft.Compute/virtualMachines/vm1", 200, body: answer);

    private static HttpExchange Put(JsonObject request) =>
        Exchange("PUT", $"{Group}/providers/Microsoft.Compute/virtualMachines/vm1", 201, request.ToJsonString(), Vm());

    private static HttpExchange Costs(Action<JsonObject> change)
    {
        var question = new JsonObject
        {
            ["type"] = "ActualCost",
            ["timeframe"] = "Custom",
            ["timePeriod"] = new JsonObject { ["from"] = "2026-11-01T00:00:00Z", ["to"] = "2026-11-29T23:59:59Z" },
            ["dataset"] = new JsonObject { ["granularity"] = "Daily" },
        };
        change(question);
        var answer = new JsonObject { ["properties"] = new JsonObject { ["columns"] = new JsonArray(), ["rows"] = new JsonArray() } };
        var exchange = Exchange("POST", $"{Group}/providers/Microsoft.CostManagement/query", 200, question.ToJsonString(), answer);
        return exchange with { Url = new Uri(exchange.Url.AbsoluteUri.Replace("2023-07-01", "2023-11-01", StringComparison.Ordinal)) };
    }

    private static HttpExchange Deallocate() => Exchange("POST", $"{Group}/providers/Microsoft.Compute/virtualMachines/vm1/deallocate", 202);

    private static HttpExchange Exchange(string method, string path, int status, string? request = null, JsonObject? body = null)
    {
        var json = new Dictionary<string, string> { ["Content-Type"] = "application/json; charset=utf-8" };
        var url = new Uri($"https://management.azure.com{path}?api-version=2023-07-01");
        return new HttpExchange(method, url, request is null ? [] : json, request, status, json, body?.ToJsonString());
    }
}
