using ChatOps.Core.Prices;
using ChatOps.Core.Sizes;
using ChatOps.Core.State;
using ChatOps.Simulation;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Core.Prices;

/// <summary>What holds on each table.</summary>
public abstract class PriceStoreContract
{
    private static readonly PriceChange Change = new(PriceKind.Spot, SomeBook.Size, "eastus", 1, 2, "USD");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The same table each time, empty at first.</summary>
    protected abstract ITable Open();

    [Fact]
    public async Task Nothing_is_kept_at_first() => Assert.Null(await new PriceStore(Open()).FindAsync(Cancellation));

    [Fact]
    public async Task What_was_kept_is_found_again_also_after_a_start()
    {
        Assert.True(await new PriceStore(Open()).KeepAsync(null, new KeptPrices(SomeBook.Now, [Change]), Cancellation));

        var found = await new PriceStore(Open()).FindAsync(Cancellation);

        Assert.Equal(PriceBookFile.Write(SomeBook.Now), found is null ? null : PriceBookFile.Write(found.Prices.Book));
        Assert.Equal([Change], found?.Prices.Changes ?? []);
    }

    [Fact]
    public async Task Of_two_who_keep_one_at_the_same_moment_one_wins()
    {
        var store = new PriceStore(Open());
        var newer = new KeptPrices(SomeBook.At(SettableTime.Start.AddDays(1)), []);
        Assert.True(await store.KeepAsync(null, new KeptPrices(SomeBook.Now, []), Cancellation));
        var read = await store.FindAsync(Cancellation);

        Assert.False(await store.KeepAsync(null, newer, Cancellation));
        Assert.True(await store.KeepAsync(read, newer, Cancellation));
        Assert.False(await store.KeepAsync(read, new KeptPrices(SomeBook.Now, []), Cancellation));
        Assert.Equal(newer.Book.ReadAt, (await store.FindAsync(Cancellation))?.Prices.Book.ReadAt);
    }

    [Fact]
    public async Task All_sizes_and_disks_in_eighty_regions_fit_into_it()
    {
        var regions = Enumerable.Range(10, 80).Select(number => $"southcentralsomewhere{number}").ToList();
        var tiers = Enumerable.Range(10, 14).Select(number => $"P{number} LRS").ToList();
        var book = SomeBook.Now with
        {
            Compute = [.. from region in regions from size in SizeCatalog.Names select new ComputePrice(size, region, 98.765432m, 12.345678m)],
            Disks = [.. from region in regions from tier in tiers select new DiskPrice(tier, region, 1234.567891m)],
        };

        Assert.True(await new PriceStore(Open()).KeepAsync(null, new KeptPrices(book, []), Cancellation));
    }
}

public sealed class PriceStoreTests : PriceStoreContract
{
    private readonly MemoryTable _table = new();

    protected override ITable Open() => _table;
}

public sealed class PriceStoreInSqliteTests : PriceStoreContract, IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override ITable Open() => new SqliteTable(_folder.At("state.db"), "prices");
}
