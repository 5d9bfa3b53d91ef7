using Azure;
using Azure.Core;
using ChatOps.Azure.Graph;

namespace ChatOps.Tests.Azure.Graph;

public sealed class GraphServiceClientTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reads_all_pages_of_the_users_in_a_group_and_in_the_groups_in_it()
    {
        await using var desk = await GraphDesk.OpenAsync();
        desk.Put(GraphDesk.Group('1'), desk.User("one"), desk.User("two"), GraphDesk.Group('2'));
        desk.Put(GraphDesk.Group('2'), desk.User("two"), desk.User("three"), GraphDesk.Group('1'), GraphDesk.Group('3'));
        desk.Put(GraphDesk.Group('3'), desk.User("four"), desk.User("five"));

        var users = await desk.Graph.GetTransitiveUsersAsync(GraphDesk.Group('1'), Cancellation).ToListAsync(Cancellation);

        Assert.Equal(["one", "two", "three", "four", "five"], users.Select(user => user.UserPrincipalName?.Split('@')[0]));
        Assert.All(users, user => Assert.True(user.AccountEnabled));
        Assert.Equal(3, desk.StandIn.Requests);
    }

    [Fact]
    public async Task Asks_again_when_it_has_asked_too_often()
    {
        await using var desk = await GraphDesk.OpenAsync();
        desk.Put(GraphDesk.Group('1'), desk.User("one"));
        (desk.StandIn.Throttled, desk.StandIn.RetryAfterSeconds) = (1, 0);

        Assert.Single(await desk.Graph.GetTransitiveUsersAsync(GraphDesk.Group('1'), Cancellation).ToListAsync(Cancellation));

        Assert.Equal(2, desk.StandIn.Requests);
    }

    [Theory]
    [InlineData("https://graph.microsoft.example/v1.0/groups")]
    [InlineData("http://graph.microsoft.com/v1.0/groups")]
    [InlineData("https://graph.microsoft.com:8443/v1.0/groups")]
    [InlineData("https://graph.microsoft.com@graph.example/v1.0/groups")]
    [InlineData("/v1.0/groups")]
    [InlineData("")]
    public async Task Follows_a_link_to_nobody_but_Graph(string link)
    {
        var asked = new List<Uri?>();
        var graph = Answering(request =>
        {
            asked.Add(request.RequestUri);
            return Arm.Answer(200, $$"""{"value":[{"id":"a"}],"@odata.nextLink":"{{link}}"}""");
        });

        var refused = await Assert.ThrowsAsync<RequestFailedException>(
            () => graph.GetTransitiveUsersAsync(GraphDesk.Group('1'), Cancellation).ToListAsync(Cancellation).AsTask());

        Assert.Equal("InvalidNextLink", refused.ErrorCode);
        Assert.Single(asked);
    }

    [Theory]
    [InlineData("<html>Sign in</html>")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"value":[{"mail":"one@contoso.example"}]}""")]
    public async Task An_answer_that_is_no_list_of_users_is_an_error(string body)
    {
        var graph = Answering(_ => Arm.Answer(200, body));

        var refused = await Assert.ThrowsAsync<RequestFailedException>(
            () => graph.GetTransitiveUsersAsync(GraphDesk.Group('1'), Cancellation).ToListAsync(Cancellation).AsTask());

        Assert.Equal("InvalidAnswer", refused.ErrorCode);
    }

    [Fact]
    public async Task In_each_cloud_its_token_is_for_the_Graph_there()
    {
        var (credential, asked) = (new NotingCredential(), new List<string>());
        var graph = new GraphServiceClient(new Uri("https://graph.microsoft.us"), credential, new GraphClientOptions
        {
            Transport = Arm.Answering(request =>
            {
                asked.Add($"{request.RequestUri}");
                return Arm.Answer(200, """{"value":[]}""");
            }),
        });

        Assert.Empty(await graph.GetTransitiveUsersAsync("a/b", Cancellation).ToListAsync(Cancellation));

        Assert.Equal(["https://graph.microsoft.us/.default"], credential.Scopes);
        Assert.StartsWith(
            "https://graph.microsoft.us/v1.0/groups/a%2Fb/transitiveMembers/microsoft.graph.user?", Assert.Single(asked), StringComparison.Ordinal);
    }

    private static GraphServiceClient Answering(Func<HttpRequestMessage, HttpResponseMessage> answer) =>
        new(GraphServiceClient.Global, new NotingCredential(), new GraphClientOptions { Transport = Arm.Answering(answer) });

    private sealed class NotingCredential : TokenCredential
    {
        public List<string> Scopes { get; } = [];

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Scopes.AddRange(requestContext.Scopes);
            return new AccessToken("test", DateTimeOffset.MaxValue);
        }

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(GetToken(requestContext, cancellationToken));
    }
}
