using System.Globalization;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Commands;

/// <summary>A blueprint as typed: <c>pytorch-a100</c>, <c>pytorch-a100@2</c>.</summary>
internal static class BlueprintWord
{
    /// <exception cref="UserError">What follows the @ is no number.</exception>
    public static (string Name, int? Version) Read(string typed)
    {
        if (typed.ToLowerInvariant().Split('@', 2) is not [var name, var version]) return (typed.ToLowerInvariant(), null);
        // .NET reads a number also where NULs follow it.
        var isWritten = !version.Contains('\0', StringComparison.Ordinal);
        return isWritten && int.TryParse(version.TrimStart('v'), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (name, number)
            : throw new UserError(
                $"\"{Echo.Of(version)}\" is no version. Write the number, as in {Echo.Of(name)}@1, or leave it out for the newest.", "blueprint");
    }
}
