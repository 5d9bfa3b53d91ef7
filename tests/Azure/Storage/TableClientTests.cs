using Azure;
using ChatOps.Azure.Storage;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Azure.Storage;

public sealed class TableClientTests(Azurite azurite)
{
    /// <summary>The emulator's own account, whose key is in its documentation.</summary>
    private static readonly StorageSharedKeyCredential Documented =
        new("devstoreaccount1", "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Tables", "YLfyxL5DJb/gO7elrtwz6Rhk43+cncQavCsqhfN0vww=")]
    [InlineData("leases(PartitionKey='team-a',RowKey='lease-001')", "B2UDw2L+gPyuQgDJ0wlU3ZEstKUKs9lNnZA3ZYt4xUg=")]
    [InlineData("leases()?$filter=PartitionKey%20eq%20%27team-a%27&$top=2", "WK5iKeIT4hQdGiJlm+FRwWz2wUimWqFj6slgeXmus8w=")]
    [InlineData("$batch", "GYdumlrxzZctZJMAHOIVnCcNJBHOIgh+LInLybBzBzQ=")]
    public void Signs_as_others_do(string path, string signature) => Assert.Equal(
        signature,
        TableSharedKeyPolicy.Signature(Documented, "Fri, 20 Nov 2026 09:08:52 GMT", new Uri($"http://127.0.0.1:10002/devstoreaccount1/{path}")));

    [Theory]
    [InlineData("")]
    [InlineData("ab")]
    [InlineData("1table")]
    [InlineData("a-b-c")]
    [InlineData("größe")]
    [InlineData("a/b/c")]
    public async Task Refuses_what_is_no_name_for_a_table(string name)
    {
        var service = await azurite.TablesAsync();

        Assert.Throws<ArgumentException>(() => service.GetTableClient(name));
    }

    [Fact]
    public async Task Makes_a_table_that_is_there_already()
    {
        var table = (await azurite.TablesAsync()).GetTableClient(Azurite.NewName());
        await table.CreateIfNotExistsAsync(Cancellation);
        await table.CreateIfNotExistsAsync(Cancellation);

        Assert.Null(await table.GetEntityIfExistsAsync("p", "r", Cancellation));
    }

    [Fact]
    public async Task Does_not_take_a_missing_table_for_a_missing_row()
    {
        var table = (await azurite.TablesAsync()).GetTableClient(Azurite.NewName());

        var get = await Assert.ThrowsAsync<RequestFailedException>(() => table.GetEntityIfExistsAsync("p", "r", Cancellation));
        var query = await Assert.ThrowsAsync<RequestFailedException>(() => AskAsync(table, "PartitionKey eq 'p'"));
        var transaction = await Assert.ThrowsAnyAsync<RequestFailedException>(() => table.SubmitTransactionAsync([Add("r")], Cancellation));
        Assert.Equal((404, "TableNotFound"), (get.Status, get.ErrorCode));
        Assert.Equal((404, "TableNotFound"), (query.Status, query.ErrorCode));
        Assert.Equal((404, "TableNotFound"), (transaction.Status, transaction.ErrorCode));
    }

    [Fact]
    public async Task Says_which_action_was_refused_and_why()
    {
        var table = await NewTableAsync();
        await table.SubmitTransactionAsync([Add("b")], Cancellation);

        var e = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync([Add("a"), Add("b")], Cancellation));

        Assert.Equal((409, "EntityAlreadyExists", false), (e.Status, e.ErrorCode, e.WasRepeated));
        Assert.StartsWith("1:", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_that_a_filter_is_wrong()
    {
        var table = await NewTableAsync();

        var e = await Assert.ThrowsAsync<RequestFailedException>(() => AskAsync(table, "Row is good"));

        Assert.Equal(400, e.Status);
        Assert.NotNull(e.ErrorCode);
    }

    [Fact]
    public async Task Says_that_the_key_is_wrong()
    {
        var wrong = new StorageSharedKeyCredential("chatops", Convert.ToBase64String(new byte[64]));
        var table = (await azurite.TablesAsync(credential: wrong)).GetTableClient(Azurite.NewName());

        // In XML, unlike all other answers.
        var e = await Assert.ThrowsAsync<RequestFailedException>(() => table.CreateIfNotExistsAsync(Cancellation));

        Assert.Equal((403, "AuthorizationFailure"), (e.Status, e.ErrorCode));
        Assert.Contains("Authorization header", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reads_on_after_an_empty_page()
    {
        var asked = new List<string>();
        var table = Answering(
            request => Page(request, "", ("x-ms-continuation-NextPartitionKey", "1!4!cA--"), ("x-ms-continuation-NextRowKey", "1!4!cm93")),
            request => Page(request, """{"PartitionKey":"p","RowKey":"row","odata.etag":"W/\"1\""}""", ("x-ms-continuation-NextPartitionKey", "1!4!cQ--")),
            request => Page(request, ""));

        Assert.Equal(["row"], await table.QueryAsync("PartitionKey ge 'p'", Cancellation).Select(entity => entity.RowKey).ToListAsync(Cancellation));
        Assert.Equal(
            ["", "&NextPartitionKey=1%214%21cA--&NextRowKey=1%214%21cm93", "&NextPartitionKey=1%214%21cQ--"],
            asked.Select(query => query["?$filter=PartitionKey%20ge%20%27p%27".Length..]));

        HttpResponseMessage Page(HttpRequestMessage request, string rows, params (string, string)[] headers)
        {
            asked.Add(request.RequestUri?.Query ?? "");
            return Arm.Answer(200, $$"""{"value":[{{rows}}]}""", headers);
        }
    }

    [Fact]
    public async Task Shows_Entra_s_token_to_Azure_anew_each_time()
    {
        var (token, sent) = (new StorageToken(), new List<HttpRequestMessage>());
        var table = Answering(token, request => Note(request, 503), request => Note(request, 404));

        Assert.Null(await table.GetEntityIfExistsAsync("p", "r", Cancellation));
        Assert.Equal(["https://storage.azure.com/.default"], token.Scopes);
        Assert.Equal(2, sent.Count);
        Assert.All(sent, request => Assert.Equal("Bearer token", $"{request.Headers.Authorization}"));
        Assert.All(sent, request => Assert.True(string.CompareOrdinal(request.Headers.GetValues("x-ms-version").Single(), "2020-12-06") >= 0));
        Assert.All(sent, request => Assert.True(DateTimeOffset.TryParse(request.Headers.GetValues("x-ms-date").Single(), out _)));

        HttpResponseMessage Note(HttpRequestMessage request, int status)
        {
            sent.Add(request);
            return Arm.Answer(status, """{"odata.error":{"code":"ResourceNotFound","message":{"lang":"en-US","value":"Gone."}}}""");
        }
    }

    [Fact]
    public async Task Never_shows_a_token_over_a_line_that_others_can_read()
    {
        var table = new TableServiceClient(new Uri("http://account.table.core.windows.net"), new StorageToken()).GetTableClient("machines");

        await Assert.ThrowsAsync<InvalidOperationException>(() => table.GetEntityIfExistsAsync("p", "r", Cancellation));
    }

    [Theory]
    [InlineData("""{"odata.error":{"code":"ServerBusy","message":{"lang":"en-US","value":"Busy."}}}""", "ServerBusy")]
    [InlineData("""<error xmlns="http://schemas.microsoft.com/ado"><code>AuthenticationFailed</code><message>No.</message></error>""", "AuthenticationFailed")]
    [InlineData("\ufeff<?xml version=\"1.0\"?><Error><Code>QueueNotFound</Code><Message>No.</Message></Error>", "QueueNotFound")]
    [InlineData("""{"error":"of another kind"}""", null)]
    [InlineData("<h1>Bad gateway", null)]
    [InlineData("", null)]
    public void Reads_the_code_of_an_error_wherever_it_comes_from(string body, string? code) => Assert.Equal(code, StorageErrors.Parse(body)?.Code);

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n")]
    [InlineData("<h1>A proxy's page")]
    public async Task Does_not_take_half_an_answer_for_a_success(string body)
    {
        var table = Answering(_ => Arm.Answer(202, body));

        await Assert.ThrowsAsync<RequestFailedException>(() => table.SubmitTransactionAsync([Add("a"), Add("b")], Cancellation));
    }

    private static TableClient Answering(params Func<HttpRequestMessage, HttpResponseMessage>[] answers) => Answering(new StorageToken(), answers);

    private static TableClient Answering(StorageToken token, params Func<HttpRequestMessage, HttpResponseMessage>[] answers)
    {
        var options = new TableClientOptions { Transport = Arm.Answering(answers) };
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        return new TableServiceClient(new Uri("https://account.table.core.windows.net"), token, options).GetTableClient("machines");
    }

    private static TableTransactionAction Add(string row) => new(TableTransactionActionType.Add, new TableEntity("p", row));

    private static async Task AskAsync(TableClient table, string filter) => await table.QueryAsync(filter, Cancellation).CountAsync(Cancellation);

    private async Task<TableClient> NewTableAsync()
    {
        var table = (await azurite.TablesAsync()).GetTableClient(Azurite.NewName());
        await table.CreateIfNotExistsAsync(Cancellation);
        return table;
    }
}
