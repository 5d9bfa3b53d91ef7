namespace ChatOps.Tests.Functions.Settings;

public sealed class PricesSettingsTests
{
    private const string Name = "Prices__Endpoint";
    private const string NoAddress = "Prices__Endpoint is no https address. Set it to one that begins with https:// and has no user, query or fragment.";

    /// <summary>What the setting is, and the one sentence that is said.</summary>
    public static TheoryData<string, string, string> Broken => new()
    {
        { Name, "prices.azure.com", NoAddress },
        { Name, "http://127.0.0.1:4000", NoAddress },
        { Name, "https://127.0.0.1:4000", "Prices__Endpoint is on this machine. Leave it out: Microsoft's is meant." },
        { Name, "https://prices.azure.com/api/retail/prices",
            "Prices__Endpoint has a path. Set it to the address alone, like https://prices.azure.com." },
        { "Prices__Endpoints", "https://prices.azure.com", "Prices__Endpoints is no setting. Did you mean Prices__Endpoint?" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void One_thing_that_is_wrong_is_said_in_one_sentence(string name, string value, string problem) =>
        Assert.Equal([problem], SomeSettings.Problems(SomeSettings.With((name, value))));

    [Theory]
    [InlineData(null, "https://prices.azure.com/")]
    [InlineData("https://prices.contoso.example", "https://prices.contoso.example/")]
    public void It_is_Microsoft_s_where_nothing_is_said(string? value, string endpoint)
    {
        var (options, _) = SomeSettings.Read(SomeSettings.Configuration(SomeSettings.With((Name, value))));

        Assert.Equal(new Uri(endpoint), options.Prices.Endpoint);
    }
}
