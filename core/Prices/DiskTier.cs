using System.Collections.Immutable;

namespace ChatOps.Core.Prices;

/// <summary>
/// The steps in which managed disks are billed, by what was asked for and not by what is on them:
/// https://learn.microsoft.com/azure/virtual-machines/disks-understanding-billing.
/// </summary>
public static class DiskTier
{
    /// <summary>Of Standard HDD.</summary>
    private const int SmallestHdd = 32;

    private static readonly ImmutableArray<(int Number, int GiB)> Steps =
    [
        (1, 4), (2, 8), (3, 16), (4, 32), (6, 64), (10, 128), (15, 256), (20, 512), (30, 1024), (40, 2048), (50, 4096), (60, 8192), (70, 16384), (80, 32767),
    ];

    /// <summary>The smallest that holds it, as the price list names it: "P10 LRS".</summary>
    /// <param name="type">Storage account type: Premium_LRS, StandardSSD_ZRS, Standard_LRS.</param>
    /// <returns>Null for what is not billed in steps: Premium SSD v2 and Ultra Disks cost by the GiB and by how fast they are.</returns>
    public static string? Of(string type, int sizeGiB)
    {
        if (type.Split('_') is not [var kind, ("LRS" or "ZRS") and var redundancy] || LetterOf(kind) is not { } letter) return null;
        var smallest = letter == 'S' ? SmallestHdd : 0;
        var fitting = Steps.Where(step => step.GiB >= sizeGiB && step.GiB >= smallest).Select(step => $"{letter}{step.Number} {redundancy}");
        return fitting.FirstOrDefault();
    }

    private static char? LetterOf(string kind) => kind switch
    {
        "Premium" => 'P',
        "StandardSSD" => 'E',
        "Standard" => 'S',
        _ => null,
    };
}
