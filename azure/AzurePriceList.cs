using ChatOps.Azure.Prices;
using ChatOps.Core.Machines;
using ChatOps.Core.Prices;

namespace ChatOps.Azure;

/// <summary>Azure's public list, by the Retail Prices API. No public IP is asked for: machines have none.</summary>
public sealed class AzurePriceList(RetailPricesClient client) : IPriceList
{
    /// <summary>So many names in one filter that its address is of a length which every server takes.</summary>
    private const int MostNames = 8;

    private const int MostRegions = 5;

    public Task<PriceBook> ReadAsync(PriceQuestion question, DateTimeOffset now, CancellationToken cancellationToken) =>
        Faults.CaughtAsync(() => ReadAllAsync(question, now, cancellationToken), cancellationToken);

    private async Task<PriceBook> ReadAllAsync(PriceQuestion question, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (machines, disks) = (new List<RetailPrice>(), new List<RetailPrice>());
        foreach (var regions in question.Regions.Chunk(MostRegions))
        {
            foreach (var sizes in question.Sizes.Chunk(MostNames))
                await ReadAsync(RetailPriceFilter.OfSizes(sizes, regions), machines);
            foreach (var tiers in question.DiskTiers.Chunk(MostNames))
                await ReadAsync(RetailPriceFilter.OfDisks(tiers, regions), disks);
        }
        var book = new PriceBook
        {
            ReadAt = now,
            Currency = question.Currency,
            Compute = RetailSelection.Compute(machines, question, now),
            Disks = RetailSelection.Disks(disks, question, now),
        };
        // Rather what was known before than nothing: a list in which no machine has a price is not as it is read here.
        return book.Compute.IsEmpty
            ? throw new CloudFaultException(new CloudFault(FaultKind.Invalid, "NoPrices", "The list has no price of any size that was asked for."))
            : book;

        async Task ReadAsync(RetailPriceFilter filter, List<RetailPrice> rows)
        {
            await foreach (var row in client.GetPricesAsync(question.Currency, filter, cancellationToken)) rows.Add(row);
        }
    }
}
