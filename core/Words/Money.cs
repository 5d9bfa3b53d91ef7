namespace ChatOps.Core.Words;

/// <summary>An amount with its currency (ISO 4217). Amounts of different currencies are never added.</summary>
public readonly record struct Money(decimal Amount, string Currency)
{
    public static Money operator *(Money price, double times) => price with { Amount = price.Amount * (decimal)times };

    /// <summary>A price per hour for so long. Nothing is rounded before it is shown.</summary>
    public static Money operator *(Money perHour, TimeSpan time) => perHour with { Amount = perHour.Amount * time.Ticks / TimeSpan.TicksPerHour };

    /// <summary>"$1,414.69" for US dollars, "1,414.69 EUR" otherwise.</summary>
    public override string ToString() => Currency == "USD" ? $"${Amount:#,0.00}" : $"{Amount:#,0.00} {Currency}";
}
