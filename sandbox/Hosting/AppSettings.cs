using System.Text.RegularExpressions;

namespace ChatOps.Sandbox.Hosting;

internal static partial class AppSettings
{
    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex Placeholder();

    /// <summary>Puts settings in the place of <c>%NAME%</c>.</summary>
    /// <exception cref="InvalidDataException">There is no such setting.</exception>
    public static string Expand(string text, IReadOnlyDictionary<string, string> settings) => Placeholder().Replace(text, found =>
        settings.TryGetValue(found.Groups[1].Value, out var value)
            ? value
            : throw new InvalidDataException($"{found.Value} does not name an app setting."));
}
