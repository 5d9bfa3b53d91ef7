using System.Text.RegularExpressions;

namespace ChatOps.Core.Machines;

/// <summary>What a machine may be called: also its host name, and part of its row's key.</summary>
public static partial class MachineName
{
    public const string Rule = "Use 3 to 30 lower-case letters, digits and hyphens, beginning with a letter.";

    [GeneratedRegex(@"\A[a-z][a-z0-9]*(-[a-z0-9]+)*\z")]
    private static partial Regex Grammar();

    public static bool IsValid(string name) => name.Length is >= 3 and <= 30 && Grammar().IsMatch(name);
}
