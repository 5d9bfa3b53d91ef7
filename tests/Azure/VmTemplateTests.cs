using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOps.Azure;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Machines;
using ChatOps.Core.Metrics;
using ChatOps.Tests.Core.State;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Azure;

/// <summary>What the SDK really sends for a machine.</summary>
public sealed class VmTemplateTests
{
    private static readonly Blueprint PyTorch = Arm.Blueprints.All.First(b => b.Name == "pytorch-a100");
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly MetricsSite Metrics = new(
        new Uri("https://gpu-metrics-x1y2.eastus-1.ingest.monitor.azure.com"), "dcr-0123456789abcdef0123456789abcdef",
        "gpu-metrics", Guid.Parse("11111111-2222-4333-8444-555555555555"), new Uri("https://api.loganalytics.azure.com"));

    public static TheoryData<string, bool> Requests => new() { { "pytorch-a100", false }, { "pytorch-t4", true } };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task The_request_is_as_it_was_read(string blueprint, bool spot)
    {
        var body = await SentAsync(SampleMachine.Of("a") with { Spot = spot }, Arm.Blueprints.All.First(b => b.Name == blueprint));

        // Its bytes differ with the compressor; another test unpacks them.
        if (body["properties"]?["osProfile"] is { } os) os["customData"] = "(cloud-init, compressed)";
        Snapshot.Matches("Azure", $"{blueprint}{(spot ? "-on-spot" : "")}.json", body.ToJsonString(Readable));
    }

    [Fact]
    public async Task The_custom_data_is_the_blueprints_cloud_init()
    {
        var body = await SentAsync(SampleMachine.Of("a"), PyTorch);

        Assert.Equal(CloudInit.Render(PyTorch, Arm.Site.IdentityId("gpu-machines")), await CloudInitOfAsync(body));
    }

    [Theory]
    [InlineData("gpu-machines", "gpu-machines")]
    [InlineData("gpu-metrics", "gpu-machines", "gpu-metrics")]
    public async Task A_machine_that_is_measured_also_acts_as_the_identity_that_may_send(string sends, params string[] identities)
    {
        var site = Arm.Site with { Metrics = Metrics with { Identity = sends } };

        var body = await SentAsync(SampleMachine.Of("a"), PyTorch, site);

        Assert.Equal("SystemAssigned, UserAssigned", (string?)body["identity"]?["type"]);
        Assert.Equal(
            identities.Select(site.IdentityId),
            Assert.IsType<JsonObject>(body["identity"]?["userAssignedIdentities"]).Select(identity => identity.Key).Order(StringComparer.Ordinal));
        Assert.Equal(
            CloudInit.Render(PyTorch, site.IdentityId("gpu-machines"), new AgentSettings(Metrics.Ingestion, Metrics.RuleId, site.IdentityId(sends))),
            await CloudInitOfAsync(body));
    }

    [Fact]
    public async Task A_machine_without_an_identity_of_its_blueprint_has_the_one_that_may_send()
    {
        var site = Arm.Site with { Metrics = Metrics };

        var body = await SentAsync(SampleMachine.Of("a"), PyTorch with { Identity = null, Mounts = [] }, site);

        Assert.Equal("SystemAssigned, UserAssigned", (string?)body["identity"]?["type"]);
        Assert.Equal([site.IdentityId("gpu-metrics")],
            Assert.IsType<JsonObject>(body["identity"]?["userAssignedIdentities"]).Select(identity => identity.Key));
    }

    [Fact]
    public async Task The_same_machine_always_gives_the_same_request() =>
        Assert.Equal((await SentAsync(SampleMachine.Of("a"), PyTorch)).ToJsonString(), (await SentAsync(SampleMachine.Of("a"), PyTorch)).ToJsonString());

    [Fact]
    public async Task A_machine_has_no_public_address() =>
        Assert.DoesNotContain("publicIP", (await SentAsync(SampleMachine.Of("a"), PyTorch)).ToJsonString(), StringComparison.OrdinalIgnoreCase);

    [Fact]
    public async Task Everything_that_is_made_goes_with_the_machine()
    {
        var properties = (await SentAsync(SampleMachine.Of("a"), PyTorch))["properties"];

        JsonNode?[] parts =
        [
            properties?["storageProfile"]?["osDisk"],
            properties?["storageProfile"]?["dataDisks"]?[0],
            properties?["networkProfile"]?["networkInterfaceConfigurations"]?[0]?["properties"],
        ];
        Assert.All(parts, part => Assert.Equal("Delete", (string?)part?["deleteOption"]));
    }

    [Fact]
    public async Task A_tag_of_the_blueprint_cannot_pass_for_one_of_ours()
    {
        var lying = PyTorch with { Tags = PyTorch.Tags.SetItem(VmTemplate.MachineTag, "another") };

        Assert.Equal(SampleMachine.Of("a").Id.Value, (string?)(await SentAsync(SampleMachine.Of("a"), lying))["tags"]?[VmTemplate.MachineTag]);
    }

    [Fact]
    public async Task A_machine_of_a_project_is_tagged_with_it()
    {
        var tags = (await SentAsync(SampleMachine.Of("a") with { Project = "ocr" }, PyTorch))["tags"];

        Assert.Equal(("vision", "ocr"), ((string?)tags?["chatops-team"], (string?)tags?["chatops-project"]));
    }

    [Fact]
    public void A_region_without_a_subnet_is_a_mistake_of_the_deployment()
    {
        var elsewhere = SampleMachine.Of("a") with { Placements = [new Placement("Standard_NC24ads_A100_v4", "northeurope")] };

        var fault = Assert.Throws<CloudFaultException>(() => VmTemplate.For(elsewhere, PyTorch, Arm.Site)).Fault;
        Assert.Equal((FaultKind.Invalid, "NoSubnet"), (fault.Kind, fault.Code));
    }

    private static async Task<string> CloudInitOfAsync(JsonObject body)
    {
        using var packed = new MemoryStream(Convert.FromBase64String((string?)body["properties"]?["osProfile"]?["customData"] ?? ""));
        using var reader = new StreamReader(new GZipStream(packed, CompressionMode.Decompress), Encoding.UTF8);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<JsonObject> SentAsync(Machine machine, Blueprint blueprint, AzureSite? site = null)
    {
        var sent = "";
        var transport = Arm.Answering(request =>
        {
            sent = request.Content is { } content ? new StreamReader(content.ReadAsStream()).ReadToEnd() : "";
            return Arm.Answer(201, "{}", ("Azure-AsyncOperation", "https://management.azure.com/operation?api-version=2023-07-01"));
        });
        await new AzureMachineCloud(Arm.Open(transport), site ?? Arm.Site)
            .CarryOutAsync(machine, new Effect.CreateVm(blueprint), TestContext.Current.CancellationToken);
        return JsonNode.Parse(sent)?.AsObject() ?? throw new InvalidOperationException("Nothing was sent.");
    }
}
