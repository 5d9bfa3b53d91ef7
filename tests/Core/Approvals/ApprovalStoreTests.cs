using System.Globalization;
using ChatOps.Core.Approvals;
using ChatOps.Core.State;
using ChatOps.Simulation;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Core.Approvals;

/// <summary>Rows that are there already; what is written and read again, people's requests show (<see cref="ApprovingTests"/>).</summary>
public sealed class ApprovalStoreTests
{
    private readonly MemoryTable _table = new();
    private readonly ApprovalStore _store;

    public ApprovalStoreTests() => _store = new ApprovalStore(_table, new Nudges());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // Denied, and of a size without a known price: nothing came of it, and it was not made less.
    [Fact]
    public async Task Reads_of_what_ended_what_has_to_be_there_and_takes_the_rest_for_unknown()
    {
        await WrittenAsync("t~vision~2026-11~abbe55abbe55abbe", """
            {"id":"abbe55abbe55abbe","kind":"Launch","state":"Denied","requester":"scientist@contoso.example","team":"vision",
            "askedAt":"2026-11-10T10:00:00+00:00","endedAt":"2026-11-10T10:05:00+00:00","asked":{"blueprint":"pytorch-a100@1",
            "size":"Standard_NC24ads_A100_v4","region":"eastus","spot":false,"lease":"08:00:00","paid":"08:00:00"}}
            """);

        var ended = Assert.Single(await _store.EndedAsync("vision", At("2026-11-01T00:00Z"), At("2026-12-01T00:00Z"), Cancellation).ToListAsync(Cancellation));

        var eight = TimeSpan.FromHours(8);
        Assert.Equal(
            new EndedRequest
            {
                Id = new RequestId("abbe55abbe55abbe"),
                Kind = AskedKind.Launch,
                State = RequestState.Denied,
                Requester = "scientist@contoso.example",
                Team = "vision",
                AskedAt = At("2026-11-10T10:00Z"),
                EndedAt = At("2026-11-10T10:05Z"),
                Asked = new Offer("pytorch-a100@1", null, "Standard_NC24ads_A100_v4", "eastus", false, eight, eight, null),
                Less = null,
                Machine = null,
            },
            ended);
        Assert.Equal((TimeSpan.FromMinutes(5), null), (ended.Waited, ended.Asked.Total));
        Assert.Equal(At("2026-11-10T10:05Z"), await _store.FirstEndedAsync("vision", Cancellation));
    }

    private async Task WrittenAsync(string row, string body) =>
        Assert.True(await _table.TransactAsync("requests", [new TableWrite.Insert(row, body)], Cancellation));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
