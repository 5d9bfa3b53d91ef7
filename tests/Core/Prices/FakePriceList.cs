using ChatOps.Core.Machines;
using ChatOps.Core.Prices;

namespace ChatOps.Tests.Core.Prices;

/// <summary>A list that says what a test wants.</summary>
internal sealed class FakePriceList : IPriceList
{
    /// <summary>Of the size in eastus.</summary>
    public decimal PerHour { get; set; } = 4;

    /// <summary>What it answers with instead; null for prices.</summary>
    public CloudFault? Fault { get; set; }

    /// <summary>What happens while it is read.</summary>
    public Func<Task> Meanwhile { get; set; } = () => Task.CompletedTask;

    public List<PriceQuestion> Asked { get; } = [];

    public async Task<PriceBook> ReadAsync(PriceQuestion question, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Asked.Add(question);
        await Meanwhile();
        if (Fault is { } fault) throw new CloudFaultException(fault);
        return SomeBook.At(now, PerHour) with { Currency = question.Currency };
    }
}
