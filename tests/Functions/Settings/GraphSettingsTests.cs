namespace ChatOps.Tests.Functions.Settings;

public sealed class GraphSettingsTests
{
    private const string Name = "Graph__Endpoint";
    private const string NoAddress = "Graph__Endpoint is no https address. Set it to one that begins with https:// and has no user, query or fragment.";

    /// <summary>What the setting is, and the one sentence that is said.</summary>
    public static TheoryData<string, string, string> Broken => new()
    {
        { Name, "graph.microsoft.com", NoAddress },
        { Name, "http://127.0.0.1:4000", NoAddress },
        { Name, "https://127.0.0.1:4000", "Graph__Endpoint is on this machine. Leave it out: Microsoft's is meant." },
        { Name, "https://graph.microsoft.us/v1.0", "Graph__Endpoint has a path. Set it to the address alone, like https://graph.microsoft.com." },
        { "Graph__Endpoints", "https://graph.microsoft.us", "Graph__Endpoints is no setting. Did you mean Graph__Endpoint?" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void One_thing_that_is_wrong_is_said_in_one_sentence(string name, string value, string problem) =>
        Assert.Equal([problem], SomeSettings.Problems(SomeSettings.With((name, value))));

    [Theory]
    [InlineData(null, "https://graph.microsoft.com/")]
    [InlineData("https://graph.microsoft.us", "https://graph.microsoft.us/")]
    public void It_is_the_public_cloud_s_where_nothing_is_said(string? value, string endpoint)
    {
        var (options, _) = SomeSettings.Read(SomeSettings.Configuration(SomeSettings.With((Name, value))));

        Assert.Equal(new Uri(endpoint), options.Graph.Endpoint);
    }

    [Fact]
    public void In_the_sandbox_it_may_be_a_stand_in()
    {
        var sandbox = SomeSettings.With(
            ("Sandbox__Folder", "/tmp"),
            ("Sandbox__Chat", "http://127.0.0.1:1"),
            ("Azure__ResourceManager", "https://127.0.0.1:4000"),
            ("Teams__OpenIdMetadata", "https://127.0.0.1:4000/"),
            ("AzureWebJobsStorage__accountName", null),
            ("AzureWebJobsStorage", "UseDevelopmentStorage=true"),
            (Name, "https://127.0.0.1:4001"));

        Assert.Empty(SomeSettings.Problems(sandbox));
    }
}
