using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure;
using Azure.Core;
using ChatOps.Azure;
using ChatOps.Azure.Monitor;
using ChatOps.Core.Machines;

namespace ChatOps.Tests.Azure.Monitor;

public sealed class LogsQueryClientTests
{
    private const string Columns = """[{"name":"Name","type":"string"},{"name":"N","type":"long"},{"name":"R","type":"real"},{"name":"T","type":"datetime"}]""";

    private static readonly QueryTimeRange Hour = new(MetricsDesk.At(0), MetricsDesk.At(60));

    private static readonly string[] OneRow = ["a 3 0.5 2026-11-18T09:05:00.0000000+00:00"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""["a",3,0.5,"2026-11-18T09:05:00Z"]""", "a 3 0.5 2026-11-18T09:05:00.0000000+00:00")]
    [InlineData("""["a","3","0.5","2026-11-18T09:05:00.1234567Z"]""", "a 3 0.5 2026-11-18T09:05:00.1234567+00:00")]
    [InlineData("""["a\"\u0041",3.0,"NaN","2026-11-18T10:05:00+01:00"]""", "a\"A 3 NaN 2026-11-18T09:05:00.0000000+00:00")]
    [InlineData("[null,null,null,null]", "  NaN ")]
    [InlineData("""["","","",""]""", "  NaN ")]
    [InlineData("""["a",-9007199254740993,"-Infinity","2026-11-18T09:05:00Z"]""", "a -9007199254740993 -Infinity 2026-11-18T09:05:00.0000000+00:00")]
    public async Task Reads_a_value_however_it_is_written(string row, string read) =>
        Assert.Equal([read], await ReadAsync($$$"""{"tables":[{"name":"PrimaryResult","columns":{{{Columns}}},"rows":[{{{row}}}]}]}"""));

    [Fact]
    public async Task Asks_as_the_API_is_asked_with_a_token_of_its_cloud()
    {
        var (credential, asked) = (new NotingCredential(), new List<(string Uri, string? Prefer, JsonNode? Body)>());
        foreach (var endpoint in (string[])["https://api.loganalytics.azure.com", "https://api.loganalytics.us"])
        {
            var client = Client(new Uri(endpoint), credential, request =>
            {
                using var body = request.Content?.ReadAsStream(Cancellation);
                asked.Add(($"{request.Method} {request.RequestUri}", request.Headers.GetValues("Prefer").Single(), body is null ? null : JsonNode.Parse(body)));
                return Arm.Answer(200, $$$"""{"tables":[{"name":"PrimaryResult","columns":{{{Columns}}},"rows":[]}]}""");
            });
            await client.QueryWorkspaceAsync("3f1c0e5a-9d44-4c1e-8f00-0123456789ab", "Perf | take 1", Hour, new NotingRows(), Cancellation);
        }

        Assert.Equal(["https://api.loganalytics.io/.default", "https://api.loganalytics.us/.default"], credential.Scopes);
        Assert.Equal("POST https://api.loganalytics.azure.com/v1/workspaces/3f1c0e5a-9d44-4c1e-8f00-0123456789ab/query", asked[0].Uri);
        Assert.Equal("wait=60", asked[0].Prefer);
        Assert.Equal("""{"query":"Perf | take 1","timespan":"2026-11-18T09:00:00.0000000Z/2026-11-18T10:00:00.0000000Z"}""", asked[0].Body?.ToJsonString());
    }

    [Fact]
    public async Task Only_the_first_table_is_the_result_and_what_else_is_said_is_passed_over() => Assert.Equal(OneRow, await ReadAsync($$$"""
        {"statistics":{"tables":[{"rows":[[1]]}],"error":{"code":"none"}},
         "tables":[{"columns":{{{Columns}}},"name":"PrimaryResult","more":{"rows":[1]},"rows":[["a",3,0.5,"2026-11-18T09:05:00Z"]]},
                   {"name":"Other","columns":[{"name":"X","type":"int"}],"rows":[["x"]]}],
         "render":null,"error":null}
        """));

    [Fact]
    public async Task A_long_answer_is_read_piece_by_piece()
    {
        var rows = Enumerable.Range(0, 20_000).Select(n => $"""["{new string('x', n % 50)}",{n},{n}.25,"2026-11-18T09:05:00Z"]""");

        var read = await ReadAsync($$$"""{"tables":[{"name":"P","columns":{{{Columns}}},"rows":[{{{string.Join(',', rows)}}}]}]}""");

        Assert.Equal(20_000, read.Count);
        Assert.Equal($"{new string('x', 49)} 19999 19999.25 2026-11-18T09:05:00.0000000+00:00", read[^1]);
        Assert.Equal(
            [$"{new string('y', 300_000)} 1  "],
            (await ReadAsync($$$"""{"tables":[{"name":"P","columns":{{{Columns}}},"rows":[["{{{new string('y', 300_000)}}}",1,null,null]]}]}"""))
                .Select(row => row.Replace("NaN", "", StringComparison.Ordinal)));
    }

    public static TheoryData<string, string> NoResults => new()
    {
        { "<html>Sign in</html>", "InvalidAnswer" },
        { "", "InvalidAnswer" },
        { "{}", "InvalidAnswer" },
        { "null", "InvalidAnswer" },
        { "[]", "InvalidAnswer" },
        { """{"tables":[]}""", "InvalidAnswer" },
        { $$$"""{"tables":[{"name":"P","columns":{{{Columns}}}}]}""", "InvalidAnswer" },
        { $$$"""{"tables":[{"name":"P","columns":{{{Columns}}},"rows":[["a",3,0.5]]}]}""", "InvalidAnswer" },
        { $$$"""{"tables":[{"name":"P","columns":{{{Columns}}},"rows":[["a",3,0.5,null,1]]}]}""", "InvalidAnswer" },
        { $$$"""{"tables":[{"name":"P","columns":{{{Columns}}},"rows":[["a",3,"many",null]]}]}""", "InvalidAnswer" },
        { $$$"""{"tables":[{"name":"P","columns":{{{Columns}}},"rows":[["a",3.5,1,null]]}]}""", "InvalidAnswer" },
        { $$$"""{"tables":[{"name":"P","columns":{{{Columns}}},"rows":[["a",3,1,"yesterday"]]}]}""", "InvalidAnswer" },
        { $$$"""{"tables":[{"name":"P","columns":{{{Columns}}},"rows":[[["a"],3,1,null]]}]}""", "InvalidAnswer" },
        { $$$"""{"tables":[{"name":"P","columns":{{{Columns}}},"rows":[{"Name":"a"}]}]}""", "InvalidAnswer" },
        { """{"tables":[{"name":"P","columns":[{"name":"Name","type":"string"}],"rows":[["a"]]}]}""", "InvalidAnswer" },
        { $$$"""{"tables":[{"name":"P","columns":{{{Columns}}},"rows":[["a",3,0.5,null],["a",3""", "InvalidAnswer" },
        { $$$"""{"tables":[{"name":"P","columns":{{{Columns}}},"rows":[]}],"error":{"code":"PartialError","message":"m","details":[]}}""", "PartialError" },
        { $$$"""{"tables":[{"name":"P","columns":{{{Columns}}},"rows":[]}],"error":{}}""", "PartialError" },
        { """{"error":{"code":"PartialError","message":"m"}}""", "PartialError" },
    };

    [Theory]
    [MemberData(nameof(NoResults))]
    public async Task An_answer_that_is_none_or_not_the_whole_one_is_an_error(string body, string code)
    {
        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => ReadAsync(body));

        Assert.Equal(code, refused.ErrorCode);
        Assert.Equal(FaultKind.Transient, CloudFaults.Classify(refused).Kind);
    }

    [Theory]
    [InlineData(403, "InsufficientAccessError", FaultKind.Denied)]
    [InlineData(404, "WorkspaceNotFoundError", FaultKind.Invalid)]
    [InlineData(400, "BadArgumentError", FaultKind.Invalid)]
    [InlineData(429, "ThrottledError", FaultKind.Throttled)]
    [InlineData(504, "GatewayTimeout", FaultKind.Transient)]
    public async Task What_is_refused_is_a_fault_of_its_kind(int status, string code, FaultKind kind)
    {
        var metrics = new AzureMachineMetrics(
            Client(LogsQueryClient.PublicCloud, new NotingCredential(), _ => Arm.Answer(status, Error(code), ("Retry-After", "0"))), Guid.Empty);

        var e = await Assert.ThrowsAsync<CloudFaultException>(() => metrics.ReadAsync(Hour.Start, Hour.End, null, 1, Cancellation));

        Assert.Equal((kind, code), (e.Fault.Kind, e.Fault.Code));
    }

    [Theory]
    [InlineData("SEM0100", "'where' operator: Failed to resolve table or column expression named 'GpuMetrics_CL'", true)]
    [InlineData("SEM0100", "'summarize' operator: Failed to resolve scalar expression named 'UtilPct'", false)]
    [InlineData("SYN0002", "Query could not be parsed at 'GpuMetrics_CL'", false)]
    public async Task A_table_that_is_not_there_yet_has_nothing_and_a_wrong_query_is_a_fault(string code, string message, bool isNothing)
    {
        var error = $$$"""
            {"error":{"message":"The request had some invalid properties","code":"BadArgumentError",
             "innererror":{"code":"SemanticError","message":"A semantic error occurred.","innererror":{"code":"{{{code}}}","message":"{{{message}}}"} } } }
            """;
        var metrics = new AzureMachineMetrics(Client(LogsQueryClient.PublicCloud, new NotingCredential(), _ => Arm.Answer(400, error)), Guid.Empty);

        var uses = metrics.ReadAsync(Hour.Start, Hour.End, null, 1, Cancellation);

        if (isNothing) Assert.Empty(await uses);
        else Assert.Equal(FaultKind.Invalid, (await Assert.ThrowsAsync<CloudFaultException>(() => uses)).Fault.Kind);
    }

    private static string Error(string code) => $$$"""{"error":{"code":"{{{code}}}","message":"The words of it."}}""";

    private static async Task<List<string>> ReadAsync(string body)
    {
        var rows = new NotingRows();
        var client = Client(LogsQueryClient.PublicCloud, new NotingCredential(), _ => Arm.Answer(200, body));
        await client.QueryWorkspaceAsync("w", "q", Hour, rows, Cancellation);
        return rows.Read;
    }

    private static LogsQueryClient Client(Uri endpoint, TokenCredential credential, Func<HttpRequestMessage, HttpResponseMessage> answer)
    {
        var options = new LogsQueryClientOptions { Transport = Arm.Answering(answer) };
        (options.Retry.Delay, options.Retry.MaxDelay) = (TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1));
        return new LogsQueryClient(endpoint, credential, options);
    }

    /// <summary>A text, a whole number, a real and a time.</summary>
    private sealed class NotingRows : ILogsRows
    {
        private readonly List<string> _row = [];

        public List<string> Read { get; } = [];

        public void Begin(ImmutableArray<LogsColumn> columns)
        {
            if (columns.Length != 4) throw new JsonException("These are other columns.");
        }

        public void Cell(int column, ref Utf8JsonReader value) => _row.Add(column switch
        {
            0 => LogsCells.Text(ref value) ?? "",
            1 => FormattableString.Invariant($"{LogsCells.Long(ref value)}"),
            2 => FormattableString.Invariant($"{LogsCells.Real(ref value)}"),
            _ => FormattableString.Invariant($"{LogsCells.Time(ref value):O}"),
        });

        public void End()
        {
            Read.Add(string.Join(' ', _row));
            _row.Clear();
        }
    }

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
