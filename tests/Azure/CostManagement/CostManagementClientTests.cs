using System.Text.Json.Nodes;
using Azure;
using ChatOps.Azure;
using ChatOps.Azure.CostManagement;
using ChatOps.Sandbox;

namespace ChatOps.Tests.Azure.CostManagement;

public sealed class CostManagementClientTests
{
    private const string Columns = """
        [{"name":"PreTaxCost","type":"Number"},{"name":"UsageDate","type":"Number"},{"name":"TagKey","type":"String"},
         {"name":"TagValue","type":"String"},{"name":"Currency","type":"String"}]
        """;

    private static readonly DateOnly From = new(2026, 11, 1);
    private static readonly DateOnly To = new(2026, 11, 29);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Asks_for_actual_costs_of_the_group_by_day_and_tag()
    {
        var asked = new List<(string? Url, string? Token, string Body)>();
        var client = Answering(request =>
        {
            asked.Add(($"{request.RequestUri?.AbsoluteUri}", request.Headers.Authorization?.Scheme, Read(request)));
            return Page("");
        });

        Assert.Empty(await ReadAsync(client));

        var (url, token, body) = Assert.Single(asked);
        Assert.Equal(
            ($"https://management.azure.com{Arm.Site.GroupId}/providers/Microsoft.CostManagement/query?api-version=2023-11-01", "Bearer"), (url, token));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""
            {"type":"ActualCost","timeframe":"Custom","timePeriod":{"from":"2026-11-01T00:00:00Z","to":"2026-11-29T23:59:59Z"},
             "dataset":{"granularity":"Daily","aggregation":{"totalCost":{"name":"PreTaxCost","function":"Sum"}},
              "grouping":[{"type":"TagKey","name":"chatops-team"}]}}
            """), JsonNode.Parse(body)), body);
    }

    [Fact]
    public async Task Reads_a_row_whatever_the_order_of_its_columns()
    {
        const string shuffled = """[{"name":"UsageDate"},{"name":"Currency"},{"name":"TagValue"},{"name":"TagKey"},{"name":"PreTaxCost"}]""";
        var client = Answering(_ => Arm.Answer(200, Body(shuffled, """[20261129,"USD","vision","chatops-team",2.10333307059661]""")));

        Assert.Equal([new CostRow(To, "vision", "USD", 2.10333307059661m)], await ReadAsync(client));
    }

    [Theory]
    [InlineData("""[1.5E-05,20261129,"chatops-team","vision","USD"]""", "vision", 0.000015)]
    [InlineData("""[-3,20261129,"chatops-team","vision","USD"]""", "vision", -3)]
    [InlineData("""[1,20261129,"","","USD"]""", null, 1)]
    [InlineData("""[1,20261129,null,null,"USD"]""", null, 1)]
    public async Task Reads_amounts_as_they_are_written_and_what_has_no_tag(string row, string? tag, decimal amount)
    {
        var read = Assert.Single(await ReadAsync(Answering(_ => Page(row))));

        Assert.Equal((tag, amount), (read.TagValue, read.Amount));
    }

    [Fact]
    public async Task Follows_pages_with_the_same_question()
    {
        var bodies = new List<string>();
        var client = Answering(
            request => Page("""[1,20261128,"chatops-team","vision","USD"]""", "https://management.azure.com/x?$skiptoken=5", Read(request), bodies),
            request => Page("""[2,20261129,"chatops-team","vision","USD"]""", "", Read(request), bodies));

        Assert.Equal([1m, 2m], (await ReadAsync(client)).Select(row => row.Amount));
        Assert.Single(bodies.Distinct());
    }

    [Theory]
    [InlineData("https://costs.example/x?$skiptoken=5")]
    [InlineData("http://management.azure.com/x?$skiptoken=5")]
    [InlineData("https://management.azure.com@costs.example/x")]
    [InlineData("/x?$skiptoken=5")]
    public async Task Follows_a_link_to_nobody_but_ARM(string link)
    {
        var asked = 0;
        var client = Answering(_ =>
        {
            asked++;
            return Page("", link);
        });

        Assert.Equal("InvalidNextLink", (await Assert.ThrowsAsync<RequestFailedException>(() => ReadAsync(client))).ErrorCode);
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task Does_not_follow_pages_for_ever()
    {
        var client = Answering(_ => Page("", "https://management.azure.com/x"));

        Assert.Equal("TooManyPages", (await Assert.ThrowsAsync<RequestFailedException>(() => ReadAsync(client))).ErrorCode);
    }

    [Fact]
    public async Task Where_there_is_nothing_there_are_no_costs() => Assert.Empty(await ReadAsync(Answering(_ => Arm.Answer(204, ""))));

    [Fact]
    public async Task Asks_again_when_it_has_asked_too_often()
    {
        var client = Answering(
            _ => Arm.Answer(429, "{}", ("x-ms-ratelimit-microsoft.costmanagement-qpu-retry-after", "0")),
            _ => Page("""[1,20261128,"chatops-team","vision","USD"]"""));

        Assert.Single(await ReadAsync(client));
    }

    [Theory]
    [InlineData("Retry-After")]
    [InlineData("x-ms-ratelimit-microsoft.costmanagement-qpu-retry-after")]
    [InlineData("x-ms-ratelimit-microsoft.costmanagement-entity-retry-after")]
    [InlineData("x-ms-ratelimit-microsoft.costmanagement-tenant-retry-after")]
    [InlineData("x-ms-ratelimit-microsoft.costmanagement-clienttype-retry-after")]
    public async Task Leaves_it_to_the_next_reading_when_it_would_have_to_wait_for_long(string header)
    {
        var asked = 0;
        var client = Answering(_ =>
        {
            asked++;
            return Arm.Answer(429, "{}", (header, "3600"));
        });

        Assert.Equal(429, (await Assert.ThrowsAsync<RequestFailedException>(() => ReadAsync(client))).Status);
        Assert.Equal(1, asked);
    }

    [Theory]
    [InlineData("<html>Sorry</html>")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"properties":null}""")]
    [InlineData("""{"properties":{"columns":[{"name":"PreTaxCost"}],"rows":[]}}""")]
    [InlineData("""{"properties":{"columns":[],"rows":[[1]]}}""")]
    public async Task An_answer_that_is_no_list_of_costs_is_an_error(string body) => await IsInvalidAsync(body);

    [Theory]
    [InlineData("""["1",20261129,"chatops-team","vision","USD"]""")]
    [InlineData("""[1,"2026-11-29","chatops-team","vision","USD"]""")]
    [InlineData("""[1,20261331,"chatops-team","vision","USD"]""")]
    [InlineData("""[1,20261129,"chatops-team",7,"USD"]""")]
    [InlineData("""[1,20261129,"chatops-team","vision",null]""")]
    [InlineData("""[1,20261129,"chatops-team","vision"]""")]
    [InlineData("null")]
    public async Task A_row_of_another_form_is_an_error(string row) => await IsInvalidAsync(Body(Columns, row));

    private static async Task IsInvalidAsync(string body)
    {
        var client = Answering(_ => Arm.Answer(200, body));

        Assert.Equal("InvalidAnswer", (await Assert.ThrowsAsync<RequestFailedException>(() => ReadAsync(client))).ErrorCode);
    }

    private static CostManagementClient Answering(params Func<HttpRequestMessage, HttpResponseMessage>[] answers) => new(
        ArmConnection.PublicCloud, SandboxAzure.Credential,
        new CostManagementClientOptions(TimeSpan.FromMilliseconds(1)) { Transport = Arm.Answering(answers) });

    private static async Task<List<CostRow>> ReadAsync(CostManagementClient client) =>
        await client.QueryAsync(Arm.Site.GroupId, VmTemplate.TeamTag, From, To, Cancellation).ToListAsync(Cancellation);

    private static HttpResponseMessage Page(string row, string link = "", string asked = "", List<string>? bodies = null)
    {
        bodies?.Add(asked);
        return Arm.Answer(200, Body(Columns, row, link));
    }

    private static string Body(string columns, string row, string link = "") =>
        $$$"""{"id":"x","type":"Microsoft.CostManagement/query","properties":{"nextLink":"{{{link}}}","columns":{{{columns}}},"rows":[{{{row}}}]}}""";

    private static string Read(HttpRequestMessage request) =>
        request.Content is { } content ? new StreamReader(content.ReadAsStream()).ReadToEnd() : "";
}
