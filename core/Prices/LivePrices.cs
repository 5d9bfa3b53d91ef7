using System.Collections.Immutable;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Machines;
using Microsoft.Extensions.Logging;

namespace ChatOps.Core.Prices;

/// <summary>
/// The prices that are in force: those last read from Azure's list, which the store keeps for all programs on it. Until it was read for the
/// first time, and where it never can be, those that the program was shipped with. A list that cannot be read changes nothing.
/// </summary>
public sealed class LivePrices
{
    /// <summary>How old a book is when the list is read again.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromHours(24);

    /// <summary>Between two looks into the store: another program may have read the list.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly PriceBook _shipped;
    private readonly PriceSource? _source;
    private volatile Look? _last;

    /// <summary>Prices that never change: where there is no list to be read.</summary>
    public LivePrices(PriceBook book) => _shipped = book;

    /// <param name="shipped">What the program came with.</param>
    public LivePrices(PriceBook shipped, PriceSource source) => (_shipped, _source) = (shipped, source);

    /// <param name="Book">What the store had; null for nothing.</param>
    private sealed record Look(PriceBook? Book, DateTimeOffset At);

    /// <summary>In the policy's currency; a book without prices where there are none in it.</summary>
    public async Task<PriceBook> NowAsync(CancellationToken cancellationToken)
    {
        if (_source is not { } source) return _shipped;
        var (now, last) = (source.Time.GetUtcNow(), _last);
        if (last is null || (now - last.At).Duration() >= Pause)
            _last = last = new Look((await source.Store.FindAsync(cancellationToken))?.Prices.Book, now);
        return Newest(last.Book, source.Currency());
    }

    /// <summary>The newest list that was read, with what has changed in it; null where none ever was.</summary>
    public async Task<KeptPrices?> KeptAsync(CancellationToken cancellationToken) =>
        _source is { } source ? (await source.Store.FindAsync(cancellationToken))?.Prices : null;

    /// <summary>Reads the list, if that is due. It may be called as often as one likes.</summary>
    /// <returns>What has become another price by much.</returns>
    public async Task<ImmutableArray<PriceChange>> RefreshAsync(CancellationToken cancellationToken)
    {
        if (_source is not { } source) return [];
        var (now, currency) = (source.Time.GetUtcNow(), source.Currency());
        var read = await source.Store.FindAsync(cancellationToken);
        var before = read?.Prices.Book;
        if (before?.Currency == currency && now - before.ReadAt < Fresh) return [];
        try
        {
            var book = await source.List.ReadAsync(PriceQuestion.Of(source.Blueprints.All, currency), now, cancellationToken);
            var changes = before is null ? [] : PriceChange.Between(before, book);
            // Whoever was faster tells what has changed.
            if (!await source.Store.KeepAsync(read, new KeptPrices(book, changes), cancellationToken)) return [];
            _last = new Look(book, now);
            Log.PricesRead(source.Log, book.Compute.Length, book.Disks.Length, book.Currency);
            foreach (var change in changes)
                Log.PriceChanged(source.Log, change.What, change.Region, change.Kind, change.Before, change.After, change.Currency);
            return changes;
        }
        catch (CloudFaultException e)
        {
            Log.PricesAreOld(source.Log, e.Fault.Code, e.Fault.Message, Newest(before, currency).ReadAt);
            return [];
        }
    }

    /// <summary>What is shipped with a newer program may be newer than what an older one has read.</summary>
    private PriceBook Newest(PriceBook? kept, string currency)
    {
        var books = new[] { kept, _shipped }.OfType<PriceBook>().Where(book => book.Currency == currency);
        return books.MaxBy(book => book.ReadAt) ?? PriceBook.Empty(currency);
    }
}

/// <summary>Where prices are read from, and by what it is known which are needed.</summary>
/// <param name="Currency">That of the policy (ISO 4217), at the moment that it is asked for.</param>
public sealed record PriceSource(
    IPriceList List, PriceStore Store, BlueprintCatalog Blueprints, Func<string> Currency, TimeProvider Time, ILogger<LivePrices> Log);
