namespace ChatOps.Core.Words;

/// <summary>"1 machine", "2 machines", "2 launches".</summary>
public static class Plural
{
    public static string Of(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}{Ending(noun)}";

    private static string Ending(string noun) => noun.EndsWith("ch", StringComparison.Ordinal) ? "es" : "s";
}
