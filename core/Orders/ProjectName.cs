using System.Text.RegularExpressions;

namespace ChatOps.Core.Orders;

/// <summary>What a machine may be charged to besides its team: in lower case, so that one project is not two. Also the value of a tag in Azure.</summary>
public static partial class ProjectName
{
    public const string Rule = "Use up to 50 letters, digits, dots, hyphens and underscores, beginning with a letter or digit.";

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._-]{0,49}\z")]
    private static partial Regex Grammar();

    public static bool IsValid(string name) => Grammar().IsMatch(name);
}
