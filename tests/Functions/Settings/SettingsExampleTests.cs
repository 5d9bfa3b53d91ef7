using System.Text.Json;
using System.Text.RegularExpressions;
using Azure.Identity;
using ChatOps.Functions.Settings;
using ChatOps.Tests.Tools;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace ChatOps.Tests.Functions.Settings;

public sealed partial class SettingsExampleTests
{
    private static readonly string Example = File.ReadAllText(Repository.At("functions", "local.settings.json.example"));

    /// <summary>A name as settings of ours have them, wherever it stands in the file.</summary>
    [GeneratedRegex("\"(AzureWebJobsStorage|[A-Za-z]+(__[A-Za-z0-9]+)+)\"")]
    private static partial Regex Name();

    /// <summary>What the file leaves to whoever uses Slack.</summary>
    [GeneratedRegex("""^    // (?<line>"Slack__(?:SigningSecret|Workspaces__\w+)": "[^"]*")$""", RegexOptions.Multiline)]
    private static partial Regex Slacks();

    private static readonly Dictionary<string, string> Shown = Read(Example);

    private static readonly Dictionary<string, string> WithSlack = Read(Slacks().Replace(Example, ",${line}"));

    /// <summary>Names that others gave.</summary>
    private static readonly string[] Plain = ["STATE_DIRECTORY", "ASPNETCORE_URLS", "AZURE_CLIENT_ID"];

    private static readonly string[] ToFillIn =
        ["Azure__SubscriptionId", "Azure__Subnets__eastus", "Azure__AdminSshPublicKey", "Teams__AppId", "Teams__TenantId"];

    [Fact]
    public void As_it_stands_exactly_what_is_to_be_filled_in_is_named() => Assert.Equal(
        ToFillIn.Order(StringComparer.Ordinal),
        SomeSettings.Problems(Here()).Select(problem => problem.Split(' ')[0]).Order(StringComparer.Ordinal));

    [Fact]
    public void Filled_in_it_is_accepted()
    {
        var settings = Here();
        foreach (var name in ToFillIn) settings[name] = SomeSettings.InOrder[name];

        Assert.Empty(SomeSettings.Problems(settings));
    }

    [Fact]
    public void With_the_lines_for_Slack_there_is_nothing_else_to_say_of_it()
    {
        var settings = new Dictionary<string, string>(WithSlack) { ["Blueprints__Folder"] = Repository.Blueprints };
        foreach (var name in ToFillIn) settings[name] = SomeSettings.InOrder[name];

        Assert.Equal(Shown.Count + 2, WithSlack.Count);
        // What stands there for a token is none.
        Assert.Equal(["Slack__Workspaces__T0123456789"], SomeSettings.Problems(settings).Select(problem => problem.Split(' ')[0]));
    }

    [Fact]
    public void Names_every_setting_that_is_read_and_no_other()
    {
        var read = new RecordedConfiguration(SomeSettings.Configuration(WithSlack));
        var settings = new SettingsReader(read);
        ProgramOptions.Read(settings);
        StandaloneOptions.Read(settings);
        StorageOptions.Read(settings, new DefaultAzureCredential());
        // The sandbox's are nobody else's business, and what is logged is read by the logs.
        var asked = read.Asked.Where(name => !name.StartsWith("Sandbox__", StringComparison.Ordinal)).Append("Logging__LogLevel__Default");
        var named = Name().Matches(Example).Select(match => match.Groups[1].Value);

        Assert.Equal(asked.Except(Plain).Distinct().Order(StringComparer.Ordinal), named.Distinct().Order(StringComparer.Ordinal));
        Assert.Superset(Plain.ToHashSet(), read.Asked);
        Assert.All(Plain, name => Assert.Contains(name, Example, StringComparison.Ordinal));
    }

    private static Dictionary<string, string> Here() => new(Shown) { ["Blueprints__Folder"] = Repository.Blueprints };

    private static Dictionary<string, string> Read(string text)
    {
        using var file = JsonDocument.Parse(text, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        return file.RootElement.GetProperty("Values").EnumerateObject().ToDictionary(value => value.Name, value => value.Value.GetString() ?? "");
    }

    /// <summary>Remembers which values it was asked for.</summary>
    private sealed class RecordedConfiguration(IConfiguration inner) : IConfiguration
    {
        public HashSet<string> Asked { get; } = [];

        public string? this[string key]
        {
            get
            {
                Asked.Add(key.Replace(":", "__", StringComparison.Ordinal));
                return inner[key];
            }
            set => inner[key] = value;
        }

        public IEnumerable<IConfigurationSection> GetChildren() => inner.GetChildren();

        public IChangeToken GetReloadToken() => inner.GetReloadToken();

        public IConfigurationSection GetSection(string key) => inner.GetSection(key);
    }
}
