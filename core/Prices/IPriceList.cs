using ChatOps.Core.Machines;

namespace ChatOps.Core.Prices;

/// <summary>Azure's public list of prices.</summary>
public interface IPriceList
{
    /// <summary>What it says at this moment. What it has no price of is left out.</summary>
    /// <param name="now">Prices that begin later do not count yet.</param>
    /// <exception cref="CloudFaultException">It could not be read, or has none of it.</exception>
    Task<PriceBook> ReadAsync(PriceQuestion question, DateTimeOffset now, CancellationToken cancellationToken);
}
