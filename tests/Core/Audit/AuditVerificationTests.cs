using ChatOps.Core.Audit;
using ChatOps.Core.State;

namespace ChatOps.Tests.Core.Audit;

/// <summary>Somebody who can write to the storage changes one thing in a chain of two months, and is found out.</summary>
public sealed class AuditVerificationTests : IAsyncLifetime
{
    private readonly AuditDesk _desk = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Entries 1 to 5 in November, 6 to 9 in January.</summary>
    public async ValueTask InitializeAsync()
    {
        await _desk.AskAsync(1, 5);
        await _desk.Log.SealAsync(Cancellation);
        _desk.Time.Advance(TimeSpan.FromDays(45));
        await _desk.AskAsync(6, 4);
        await _desk.Log.SealAsync(Cancellation);
    }

    public ValueTask DisposeAsync()
    {
        _desk.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_chain_as_it_was_written_is_unbroken()
    {
        var verdict = Assert.IsType<AuditVerdict.Unbroken>(await _desk.VerifyAsync());

        var last = (await _desk.SealedAsync())[^1];
        Assert.Equal(new AuditVerdict.Unbroken(9, _desk.Time.Now.AddDays(-45), _desk.Time.Now, last.Hash), verdict);
    }

    [Fact]
    public async Task No_chain_at_all_is_unbroken()
    {
        using var desk = new AuditDesk();

        Assert.Equal(new AuditVerdict.Unbroken(0, null, null, AuditChain.Genesis), await desk.VerifyAsync());
    }

    private static readonly Dictionary<string, (Action<AuditDesk> Tamper, string Says)> Tampered = new()
    {
        ["a text changed"] = (desk => Change(desk, 3, "\"outcome\":\"done\"", "\"outcome\":\"refused\""), "Entry 3 was changed: its hash is another."),
        ["a person changed"] = (desk => Change(desk, 7, "scientist@", "manager@"), "Entry 7 was changed: its hash is another."),
        ["a time changed"] = (desk => Change(desk, 2, "T10:00:00.0000000Z", "T10:00:00.0000001Z"), "Entry 2 was changed: its hash is another."),
        ["something added to an entry"] =
            (desk => Change(desk, 4, "\"outcome\"", "\"reason\":\"approved\",\"outcome\""), "Entry 4 was changed: its hash is another."),
        ["something removed from an entry"] =
            (desk => Change(desk, 4, "\"who\":\"scientist@contoso.example\",", ""), "Entry 4 was changed: its hash is another."),
        ["a hash changed"] = (desk => Change(desk, 5, "\"hash\":\"", "\"hash\":\"0"), "Entry 5 was changed: its hash is another."),
        ["written anew, with its own hash"] = (desk => WriteAnew(desk, 3), "Entry 4 does not follow entry 3: one of them was written anew."),
        ["written anew, the last of a month"] =
            (desk => WriteAnew(desk, 5), "The head of 2026-11 was changed: it does not fit to entry 5."),
        ["the first removed"] = (desk => Remove(desk, 1), "Entry 1 is missing: entry 2 follows entry 0."),
        ["one in the middle removed"] = (desk => Remove(desk, 3), "Entry 3 is missing: entry 4 follows entry 2."),
        ["the last of a month removed"] = (desk => Remove(desk, 5), "Entry 5 is missing: 2026-11 ends with entry 5."),
        ["the last of all removed"] = (desk => Remove(desk, 9), "Entry 9 is missing: 2027-01 ends with entry 9."),
        ["two swapped"] = (Swap, "Row 2026-11/s~0000000002 was changed: it says that it is entry 3."),
        ["one inserted"] = (desk => desk.Tamper("2026-11", new TableWrite.Insert("s~0000000006", Body(desk, 5).Replace("\"seq\":5", "\"seq\":6",
            StringComparison.Ordinal))), "Entry 6 was changed: its hash is another."),
        ["one inserted under a key of its own"] = (desk => desk.Tamper("2026-11", new TableWrite.Insert("s~0000000003b", Body(desk, 3))),
            "Row 2026-11/s~0000000003b was changed: it says that it is entry 3."),
        ["a month put before"] = (desk => Move(desk, "2026-10"), "The month 2026-10 is out of order: entry 1 should be in 2026-11."),
        ["a row that is none"] = (desk => Replace(desk, 3, "nonsense"), "Row 2026-11/s~0000000003 was changed: it cannot be read."),
        ["a row without an entry"] = (desk => Replace(desk, 3, "{\"seq\":3}"), "Row 2026-11/s~0000000003 was changed: it cannot be read."),
        ["a head that says less"] = (desk => Head(desk, "2027-01", "\"seq\":9", "\"seq\":8"), "The head of 2027-01 was changed: it does not fit to entry 9."),
        ["a head that says more"] = (desk => Head(desk, "2027-01", "\"seq\":9", "\"seq\":12"), "Entry 10 is missing: 2027-01 ends with entry 12."),
        ["a head with another hash"] =
            (desk => Head(desk, "2026-11", "\"hash\":\"", "\"hash\":\"0"), "The head of 2026-11 was changed: it does not fit to entry 5."),
        ["a head that does not end"] = (desk => Head(desk, "2026-11", ",\"next\":\"2027-01\"", ""),
            "The month 2027-01 is out of order: the one before it has not ended."),
        ["a head removed"] = (desk => desk.Tamper("2026-11", new TableWrite.Remove("head", desk.Row("2026-11", "head").ETag)),
            "The head of 2026-11 is missing, though it has entries."),
        ["the first month removed"] = (desk => RemoveMonth(desk, "2026-11"), "The month 2026-11, in which entry 1 should be, is missing."),
        ["the last month removed"] = (desk => RemoveMonth(desk, "2027-01"), "The month 2027-01, in which entry 6 should be, is missing."),
    };

    public static TheoryData<string> Names => [.. Tampered.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Finds_the_first_row_that_is_not_as_it_was(string what)
    {
        var (tamper, says) = Tampered[what];

        tamper(_desk);

        Assert.Equal(new AuditVerdict.Broken(says), await _desk.VerifyAsync());
    }

    // The next entry would have another's place: it is not written over it, and not lost.
    [Fact]
    public async Task Where_nothing_can_be_added_any_more_it_ends_and_says_so()
    {
        Head(_desk, "2027-01", "\"seq\":9", "\"seq\":8");
        await _desk.AskAsync(10, 1);

        await Assert.ThrowsAsync<InvalidOperationException>(() => _desk.Log.SealAsync(Cancellation));
        Assert.IsType<AuditVerdict.Broken>(await _desk.VerifyAsync());
        Assert.Equal(1, _desk.Waiting);
        Assert.Equal(4, _desk.Rows("s~").Count(row => row.Partition == "2027-01"));
    }

    [Fact]
    public async Task What_is_added_while_it_verifies_breaks_nothing()
    {
        await _desk.AskAsync(10, 1);
        var (isInside, added) = (false, 10);
        _desk.Table.BeforeQuery = async () =>
        {
            if (isInside || added >= 70) return;
            isInside = true;
            await _desk.AskAsync(++added, 1);
            await _desk.Another(_desk.Time).SealAsync(Cancellation);
            isInside = false;
        };

        Assert.IsType<AuditVerdict.Unbroken>(await _desk.VerifyAsync());
        _desk.Table.BeforeQuery = () => Task.CompletedTask;
        Assert.Equal(added, (await _desk.SealedAsync()).Count);
    }

    private static string Partition(int seq) => seq <= 5 ? "2026-11" : "2027-01";

    private static string Key(int seq) => $"s~{seq:D10}";

    private static string Body(AuditDesk desk, int seq) => desk.Row(Partition(seq), Key(seq)).Body;

    private static void Replace(AuditDesk desk, int seq, string body) =>
        desk.Tamper(Partition(seq), new TableWrite.Replace(Key(seq), desk.Row(Partition(seq), Key(seq)).ETag, body));

    private static void Change(AuditDesk desk, int seq, string from, string to) => Replace(desk, seq, Changed(Body(desk, seq), from, to));

    private static void Head(AuditDesk desk, string month, string from, string to)
    {
        var head = desk.Row(month, "head");
        desk.Tamper(month, new TableWrite.Replace("head", head.ETag, Changed(head.Body, from, to)));
    }

    private static string Changed(string body, string from, string to)
    {
        Assert.Contains(from, body, StringComparison.Ordinal);
        return body.Replace(from, to, StringComparison.Ordinal);
    }

    private static void Remove(AuditDesk desk, int seq) =>
        desk.Tamper(Partition(seq), new TableWrite.Remove(Key(seq), desk.Row(Partition(seq), Key(seq)).ETag));

    private static void Swap(AuditDesk desk)
    {
        var (two, three) = (Body(desk, 2), Body(desk, 3));
        Replace(desk, 2, three);
        Replace(desk, 3, two);
    }

    /// <summary>By somebody who knows how the hash is made, but leaves the rest as it is.</summary>
    private static void WriteAnew(AuditDesk desk, int seq)
    {
        var body = Changed(Body(desk, seq), "scientist@", "manager@");
        using var document = System.Text.Json.JsonDocument.Parse(body);
        var root = document.RootElement;
        var hash = AuditChain.Hash(seq, root.GetProperty("previous").GetString() ?? "", root.GetProperty("entry"));
        Replace(desk, seq, Changed(body, root.GetProperty("hash").GetString() ?? "", hash));
    }

    private static void RemoveMonth(AuditDesk desk, string month)
    {
        foreach (var row in desk.Rows("").Where(row => row.Partition == month || (row.Partition, row.Row) == ("months", month)).ToList())
            desk.Tamper(row.Partition, new TableWrite.Remove(row.Row, row.ETag));
    }

    private static void Move(AuditDesk desk, string month)
    {
        desk.Tamper("months", new TableWrite.Insert(month, "{}"));
        foreach (var row in desk.Rows("").Where(row => row.Partition == "2026-11").ToList()) desk.Tamper(month, new TableWrite.Insert(row.Row, row.Body));
    }
}
