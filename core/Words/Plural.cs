namespace ChatOps.Core.Words;

/// <summary>"1 machine", "2 machines".</summary>
public static class Plural
{
    public static string Of(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
