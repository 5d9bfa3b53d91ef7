using ChatOps.Core.Blueprints;
using YamlDotNet.RepresentationModel;

namespace ChatOps.Tests.Core.Blueprints;

/// <summary>A rendered cloud-config, read back as cloud-init reads it.</summary>
internal sealed class CloudConfig
{
    public const string Identity = "/subscriptions/0/resourceGroups/gpu/providers/Microsoft.ManagedIdentity/userAssignedIdentities/gpu-machines";

    private readonly YamlMappingNode _root;

    private CloudConfig(YamlMappingNode root) => _root = root;

    public static CloudConfig Of(Blueprint blueprint, string? identity = Identity) => Parse(CloudInit.Render(blueprint, identity));

    public static CloudConfig Parse(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return new CloudConfig(Assert.IsType<YamlMappingNode>(Assert.Single(stream.Documents).RootNode));
    }

    public IEnumerable<string> Modules => _root.Children.Keys.Select(Text);

    public IEnumerable<string> Paths => Files.Select(file => Text(file["path"]));

    /// <summary>What a module is given, each entry as the list of its scalars.</summary>
    public IEnumerable<IEnumerable<string>> Module(string name) =>
        Assert.IsType<YamlSequenceNode>(_root[name]).Select(entry => entry is YamlSequenceNode list ? list.Select(Text) : [Text(entry)]);

    public YamlNode this[string name] => _root[name];

    public string BlobConfigPath => Assert.Single(Paths, path => path.StartsWith("/etc/chatops/blob-", StringComparison.Ordinal));

    public string BlobConfig => Content(BlobConfigPath);

    public string Content(string path) => Text(File(path)["content"]);

    public string Permissions(string path) => Text(File(path)["permissions"]);

    public bool IsAppended(string path) => File(path).Children.TryGetValue("append", out var append) && Text(append) == "true";

    private IEnumerable<YamlMappingNode> Files => Assert.IsType<YamlSequenceNode>(_root["write_files"]).Select(file => Assert.IsType<YamlMappingNode>(file));

    private YamlMappingNode File(string path) => Assert.Single(Files, file => Text(file["path"]) == path);

    private static string Text(YamlNode node) => Assert.IsType<YamlScalarNode>(node).Value ?? "";
}
