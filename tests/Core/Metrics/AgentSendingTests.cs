namespace ChatOps.Tests.Core.Metrics;

/// <summary>How rows get to Azure Monitor, and what happens to them while they cannot.</summary>
public sealed class AgentSendingTests
{
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    [Fact]
    public async Task Signs_in_as_the_identity_that_may_send_and_not_as_the_machine_itself()
    {
        await using var desk = await AgentDesk.OpenAsync();

        await desk.StepAsync();

        Assert.Equal("Bearer token-1", Assert.Single(desk.Azure.Calls()).Authorization);
        var asked = Assert.Single(desk.Azure.Asked, ask => ask.Path.StartsWith("/metadata/identity/", StringComparison.Ordinal));
        Assert.Equal("true", asked.Metadata);
        Assert.Equal(
            "/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https%3A%2F%2Fmonitor.azure.com"
                + $"&msi_res_id={Uri.EscapeDataString(FakeAzure.Identity)}",
            asked.Path);
    }

    [Fact]
    public async Task Keeps_its_token_until_it_nearly_ends()
    {
        await using var desk = await AgentDesk.OpenAsync();
        desk.Azure.TokenSeconds = 600;

        for (var minute = 0; minute < 7; minute++) await desk.MinuteAsync();

        Assert.Equal(["token-1", "token-1", "token-1", "token-1", "token-1", "token-2", "token-2"], desk.Azure.Calls().Select(Token));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task Renews_a_token_that_is_refused_at_once(int status)
    {
        await using var desk = await AgentDesk.OpenAsync();
        desk.Azure.AnswerNext((status, null));

        var stepped = await desk.StepAsync();

        Assert.Equal([(status, "token-1"), (204, "token-2")], desk.Azure.Calls().Select(call => (call.Status, Token(call))));
        Assert.Equal(0, stepped.Waiting);
    }

    // A new role takes Azure up to half an hour to know.
    [Fact]
    public async Task Waits_for_a_role_that_is_not_known_yet()
    {
        await using var desk = await AgentDesk.OpenAsync();
        desk.Azure.AnswerNext((403, null), (403, null));

        Assert.Equal(1, (await desk.StepAsync()).Waiting);
        Assert.Equal(0, (await desk.StepAsync(Quarter)).Waiting);
        Assert.Equal(["10:00", "10:15"], desk.Azure.Rows().Select(AgentRowsTests.Minute));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(404)]
    public async Task Sends_later_in_order_and_with_its_own_time_what_could_not_be_sent(int status)
    {
        await using var desk = await AgentDesk.OpenAsync();
        desk.Azure.AnswerNext((status, null), (status, null));

        // The second time is put off for so long that three more minutes wait.
        await desk.StepAsync();
        await desk.StepAsync(TimeSpan.FromSeconds(59));
        for (var second = 1; second <= 4; second++) await desk.StepAsync(TimeSpan.FromSeconds(1));
        await desk.MinuteAsync();

        var calls = desk.Azure.Calls();
        Assert.Equal([status, status, 204], calls.Select(call => call.Status).Take(3));
        Assert.Equal(["10:00", "10:01", "10:02"], calls.Where(call => call.Status == 204).SelectMany(call => call.Rows).Select(AgentRowsTests.Minute));
    }

    [Fact]
    public async Task Waits_as_long_as_it_is_asked_to()
    {
        await using var desk = await AgentDesk.OpenAsync();
        desk.Azure.AnswerNext((429, "600"));

        await desk.StepAsync();
        Assert.Equal(2, (await desk.StepAsync(TimeSpan.FromSeconds(599))).Waiting);
        // A little later than asked for, by chance, so that not all machines come back at once.
        Assert.Equal(0, (await desk.StepAsync(TimeSpan.FromSeconds(62))).Waiting);

        Assert.Equal([429, 204], desk.Azure.Calls().Select(call => call.Status));
    }

    [Theory]
    [InlineData("Fri, 27 Nov 2026 10:05:00 GMT")]
    [InlineData("300")]
    public async Task Reads_how_long_to_wait_in_either_form(string retryAfter)
    {
        await using var desk = await AgentDesk.OpenAsync();
        desk.Azure.AnswerNext((503, retryAfter));

        await desk.StepAsync();
        Assert.NotEqual(0, (await desk.StepAsync(TimeSpan.FromSeconds(299))).Waiting);
        Assert.Equal(0, (await desk.StepAsync(TimeSpan.FromSeconds(32))).Waiting);
    }

    [Fact]
    public async Task Sends_half_of_what_was_too_much()
    {
        await using var desk = await AgentDesk.OpenAsync();
        desk.Smi(string.Join('\n', Enumerable.Range(0, 8).Select(i => $"{i}, 0000000{i}:00:00.0, 0, 4, 81920, 52.10, 31, 0")));
        desk.Azure.AnswerNext((413, null), (413, null));

        await desk.StepAsync();

        var calls = desk.Azure.Calls();
        Assert.Equal([(413, 8), (413, 4), (204, 2), (204, 2), (204, 2), (204, 2)], calls.Select(call => (call.Status, call.Rows.Count)));
        Assert.Equal(Enumerable.Range(0, 8), calls.Where(call => call.Status == 204).SelectMany(call => call.Rows).Select(row => (int?)row["Gpu"] ?? -1));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(413)]
    public async Task Drops_and_tells_the_journal_what_is_never_taken(int status)
    {
        await using var desk = await AgentDesk.OpenAsync();
        desk.Azure.AnswerNext((status, null));

        Assert.Equal(0, (await desk.StepAsync()).Waiting);
        await desk.MinuteAsync();

        Assert.Equal(["10:01"], desk.Azure.Rows().Select(AgentRowsTests.Minute));
        Assert.Contains($"<3>1 rows were refused and are dropped: {status}", await desk.JournalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Holds_no_more_than_it_may_and_gives_up_the_oldest()
    {
        await using var desk = await AgentDesk.OpenAsync();
        desk.Set("CHATOPS_BUFFER_BYTES", "2600");
        // For an hour.
        desk.Azure.AnswerNext((429, "3600"));

        await desk.StepAsync();
        var most = 0;
        var last = new Stepped(0, 0);
        for (var minute = 1; minute <= 30; minute++)
        {
            last = await desk.MinuteAsync();
            most = Math.Max(most, last.Waiting);
        }

        Assert.InRange(most, 8, 12);
        Assert.Equal(31, last.Waiting + last.Lost);
        await desk.StepAsync(TimeSpan.FromMinutes(40));
        var minutes = desk.Azure.Rows().Select(AgentRowsTests.Minute).ToList();
        Assert.Equal(minutes.Order(), minutes);
        Assert.Equal(["10:30", "11:10"], minutes.TakeLast(2));
    }

    // Azure would give them the time at which they come in: as if the machine had done today what it did then.
    [Fact]
    public async Task Does_not_send_what_Azure_would_date_anew()
    {
        await using var desk = await AgentDesk.OpenAsync();
        desk.Azure.AnswerNext((429, "60"));

        await desk.StepAsync();
        var stepped = await desk.StepAsync(TimeSpan.FromHours(48));

        Assert.Equal(new Stepped(0, 1), stepped);
        Assert.Equal(["2026-11-29"], desk.Azure.Rows().Select(row => ((string?)row["TimeGenerated"] ?? "")[..10]));
    }

    [Fact]
    public async Task Never_sends_more_in_a_call_than_Azure_takes()
    {
        await using var desk = await AgentDesk.OpenAsync();
        // Nothing is as large as this; what is tried is how much goes into a call.
        desk.Smi(string.Join('\n', Enumerable.Range(0, 1500).Select(i => $"{i}, 0000000{i % 8}:00:00.0, 0, 4, 81920, 52.10, 31, 0")));
        desk.Azure.AnswerNext((429, "90"));

        for (var minute = 0; minute < 4; minute++) await desk.MinuteAsync();

        var calls = desk.Azure.Calls();
        Assert.Equal(6000, calls.Where(call => call.Status == 204).Sum(call => call.Rows.Count));
        Assert.All(calls, call => Assert.InRange(call.Bytes, 1, 1_000_000));
    }

    private static string Token(Sent call) => (call.Authorization ?? "").Replace("Bearer ", "", StringComparison.Ordinal);
}
