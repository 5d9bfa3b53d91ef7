using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOps.Sandbox;
using ChatOps.Tests.Bot;
using ChatOps.Tests.Contracts;
using ChatOps.Tests.Tools;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOps.Tests.Infra;

/// <summary>The app that is uploaded to Teams, as its script packs it.</summary>
public sealed class TeamsPackageTests : IDisposable
{
    private const string Missing = "The manifest of the Teams app was not checked: put Microsoft's schema of version 1.29 "
        + "into teams-manifest, as CONTRIBUTING.md says.";

    private const string AppId = "0f4d3a5c-1111-4222-8333-944445555666";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Holds_the_manifest_and_two_icons_of_the_right_size()
    {
        using var package = await PackAsync();

        Assert.Equal(["color.png", "manifest.json", "outline.png"], package.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal));
        Assert.Equal((192, 192), Size(package, "color.png"));
        Assert.Equal((32, 32), Size(package, "outline.png"));
    }

    [Fact]
    public async Task Is_filled_in()
    {
        using var package = await PackAsync(AppId.ToUpperInvariant(), "gpu.fabrikam.example");
        using var reader = new StreamReader(Open(package, "manifest.json"));
        var text = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        var manifest = JsonNode.Parse(text);

        Assert.DoesNotContain("{{", text, StringComparison.Ordinal);
        Assert.Equal(AppId, (string?)manifest?["id"]);
        Assert.Equal(AppId, (string?)manifest?["bots"]?[0]?["botId"]);
        Assert.Equal("https://gpu.fabrikam.example/privacy", (string?)manifest?["developer"]?["privacyUrl"]);
    }

    [Fact]
    public async Task Is_what_the_schema_of_Microsoft_asks_for()
    {
        if (Schema() is not { } schema)
        {
            TestContext.Current.AddWarning(Missing);
            return;
        }
        using var package = await PackAsync();

        Assert.Empty(await ValidateAsync(schema, Manifest(package)));
    }

    // Otherwise the test above would also pass with a validator that accepts anything.
    [Fact]
    public async Task A_slip_of_the_pen_is_found()
    {
        if (Schema() is not { } schema) return;
        using var package = await PackAsync();
        var manifest = Manifest(package);
        (manifest["bots"]?[0] ?? throw new InvalidOperationException("There is no bot in it.")).AsObject()["scopes"] = new JsonArray("everywhere");

        Assert.Contains(await ValidateAsync(schema, manifest), error => error.StartsWith("/bots/0/scopes/0 ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Suggests_what_people_can_say_and_what_that_does()
    {
        using var package = await PackAsync();
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var world = await World.OpenAsync(
            null, Repository.Blueprints, DateTimeOffset.UnixEpoch, NullLoggerFactory.Instance, cancellationToken);
        var list = Manifest(package)["bots"]?[0]?["commandLists"]?[0]?["commands"]?.AsArray() ?? [];
        var suggested = list.Select(command => ((string?)command?["title"] ?? "", (string?)command?["description"] ?? "")).ToList();

        // A manifest has room for twelve, and shows them to everybody: it leaves out the others, and what only some may say.
        var everybodys = world.Product.Commands.Where(command => BotDesk.Scientist.May(command.Syntax.Needs));
        Assert.Equal(12, suggested.Count);
        Assert.Equal(everybodys.Select(command => (command.Syntax.Name, command.Syntax.Summary)).Where(suggested.Contains), suggested);
    }

    [Theory]
    [InlineData]
    [InlineData("gpu-chatops")]
    [InlineData("0f4d3a5c-1111-4222-8333-944445555666\"")]
    [InlineData(AppId, "https://contoso.example/")]
    [InlineData(AppId, "contoso.example", "more")]
    public async Task Is_not_made_of_what_cannot_be_right(params string[] arguments)
    {
        var ended = await RunAsync(arguments);

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("usage:", ended.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Root));
    }

    [Fact]
    public async Task Its_script_is_a_clean_one()
    {
        Tool.Needs("shellcheck", "shellcheck");
        var ended = await Tool.RunAsync("shellcheck", [Script], TestContext.Current.CancellationToken);

        Assert.True(ended.ExitCode == 0, ended.Everything);
    }

    private static string Script => Repository.At("infra", "teams", "package.sh");

    private async Task<ZipArchive> PackAsync(params string[] arguments)
    {
        var ended = await RunAsync(arguments.Length > 0 ? arguments : [AppId]);
        Assert.True(ended.ExitCode == 0, ended.Everything);
        return await ZipFile.OpenReadAsync(_folder.At("gpu-chatops-teams.zip"), TestContext.Current.CancellationToken);
    }

    private Task<Ended> RunAsync(string[] arguments)
    {
        Tool.Needs("python3", "python3");
        return Tool.RunAsync("bash", [Script, .. arguments], TestContext.Current.CancellationToken, folder: _folder.Root);
    }

    /// <summary>Null when it is not here.</summary>
    /// <exception cref="InvalidOperationException">It is not here, and CHATOPS_DEMAND_SPECS says that it must be.</exception>
    private static string? Schema() => OpenApi.Find(Path.Combine("teams-manifest", "MicrosoftTeams.schema.json"), Missing);

    /// <returns>What is wrong with it.</returns>
    private static async Task<IReadOnlyList<string>> ValidateAsync(string schema, JsonNode manifest)
    {
        var input = JsonSerializer.Serialize(new { schema, manifest }, JsonSerializerOptions.Web);
        var output = await Node.RunAsync("../Infra/validate-manifest.mjs", input, TestContext.Current.CancellationToken);
        return JsonSerializer.Deserialize<List<string>>(output) ?? [];
    }

    private static JsonNode Manifest(ZipArchive package)
    {
        using var stream = Open(package, "manifest.json");
        return JsonNode.Parse(stream) ?? throw new InvalidOperationException("The manifest is null.");
    }

    /// <summary>Width and height, as the first chunk of a PNG says them.</summary>
    private static (int Width, int Height) Size(ZipArchive package, string icon)
    {
        using var stream = Open(package, icon);
        var start = new byte[24];
        stream.ReadExactly(start);
        return (BinaryPrimitives.ReadInt32BigEndian(start.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(start.AsSpan(20)));
    }

    private static Stream Open(ZipArchive package, string name) =>
        (package.GetEntry(name) ?? throw new InvalidOperationException($"There is no {name} in the package.")).Open();
}
