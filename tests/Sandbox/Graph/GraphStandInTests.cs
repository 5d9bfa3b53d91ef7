using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using ChatOps.Azure.Graph;
using ChatOps.Sandbox.Graph;
using ChatOps.Sandbox.Loopback;
using ChatOps.Tests.Azure.Graph;

namespace ChatOps.Tests.Sandbox.Graph;

/// <summary>The stand-in for Graph, spoken to in plain HTTP over TLS, as a program in another process does.</summary>
public sealed class GraphStandInTests
{
    private const string Advanced = "?$count=true&$select=id,accountEnabled";

    private static readonly string Group = GraphDesk.Group('1');

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>What is asked, with which header and token, and the error that it is.</summary>
    public static TheoryData<string, bool, bool, int, string> Refused => new()
    {
        { $"groups/{Group}/transitiveMembers/microsoft.graph.user{Advanced}", true, false, 401, "InvalidAuthenticationToken" },
        { $"groups/{Group}/transitiveMembers/microsoft.graph.user{Advanced}", false, true, 400, "Request_UnsupportedQuery" },
        { $"groups/{Group}/transitiveMembers/microsoft.graph.user?$select=id", true, true, 400, "Request_UnsupportedQuery" },
        { $"groups/{Group}/transitiveMembers/microsoft.graph.user{Advanced}&$top=1000", true, true, 400, "Request_BadRequest" },
        { $"groups/{Group}/transitiveMembers/microsoft.graph.user{Advanced}&$top=all", true, true, 400, "Request_BadRequest" },
        { $"groups/vision/transitiveMembers/microsoft.graph.user{Advanced}", true, true, 400, "Request_BadRequest" },
        { $"groups/{GraphDesk.Group('2')}/transitiveMembers/microsoft.graph.user{Advanced}", true, true, 404, "Request_ResourceNotFound" },
        { $"groups/{Group}/owners", true, true, 400, "BadRequest" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Refuses_what_Graph_refuses(string path, bool withHeader, bool withToken, int status, string code)
    {
        using var authority = LoopbackAuthority.Create();
        await using var standIn = await OpenAsync(authority);

        var (answered, body, _) = await GetAsync(authority, new Uri(standIn.SecureAddress ?? GraphServiceClient.Global, $"v1.0/{path}"), withHeader, withToken);

        Assert.Equal((status, code), (answered, (string?)body?["error"]?["code"]));
    }

    [Fact]
    public async Task Tells_only_what_was_selected_and_links_the_next_page_where_it_was_found()
    {
        using var authority = LoopbackAuthority.Create();
        await using var standIn = await OpenAsync(authority);
        var first = new Uri(standIn.SecureAddress ?? GraphServiceClient.Global, $"v1.0/groups/{Group}/transitiveMembers/microsoft.graph.user{Advanced}&$top=1");

        var (_, page, _) = await GetAsync(authority, first);
        var (_, last, _) = await GetAsync(authority, new Uri($"{page?["@odata.nextLink"]}"));

        Assert.Equal("""[{"id":"a","accountEnabled":true}]""", page?["value"]?.ToJsonString());
        Assert.Equal(2, (int?)page?["@odata.count"]);
        Assert.Equal("""[{"id":"b","accountEnabled":false}]""", last?["value"]?.ToJsonString());
        Assert.Null(last?["@odata.nextLink"]);
    }

    [Fact]
    public async Task Says_when_to_come_back_to_who_came_too_often()
    {
        using var authority = LoopbackAuthority.Create();
        await using var standIn = await OpenAsync(authority);
        (standIn.Throttled, standIn.RetryAfterSeconds) = (1, 7);
        var list = new Uri(standIn.SecureAddress ?? GraphServiceClient.Global, $"v1.0/groups/{Group}/transitiveMembers/microsoft.graph.user{Advanced}");

        var (status, _, wait) = await GetAsync(authority, list);
        var (again, _, _) = await GetAsync(authority, list);

        Assert.Equal((429, TimeSpan.FromSeconds(7), 200), (status, wait, again));
    }

    private static async Task<GraphStandIn> OpenAsync(LoopbackAuthority authority)
    {
        var standIn = await GraphStandIn.StartAsync(authority.Server, Cancellation);
        lock (standIn.Lock)
        {
            standIn.Directory.Put(new EntraUser("a", "a@contoso.example", "a@contoso.example"));
            standIn.Directory.Put(new EntraUser("b", null, "b@contoso.example", IsEnabled: false));
            standIn.Directory.Put(new EntraGroup(Group, ["a", "b"]));
        }
        return standIn;
    }

    private static async Task<(int Status, JsonNode? Body, TimeSpan? RetryAfter)> GetAsync(
        LoopbackAuthority authority, Uri uri, bool withHeader = true, bool withToken = true)
    {
        using var http = new HttpClient(authority.Handler());
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        if (withHeader) request.Headers.Add("ConsistencyLevel", "eventual");
        if (withToken) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "any");
        using var response = await http.SendAsync(request, Cancellation);
        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancellation));
        return ((int)response.StatusCode, body, response.Headers.RetryAfter?.Delta);
    }
}
