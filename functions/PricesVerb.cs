using ChatOps.Azure;
using ChatOps.Azure.Prices;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.Prices;
using ChatOps.Functions.Hosts;
using ChatOps.Functions.Settings;

namespace ChatOps.Functions;

/// <summary>Azure's list prices as a file, for the repository: what the program is shipped with for when the list cannot be read.</summary>
internal static class PricesVerb
{
    public const string Name = "prices";

    public const string Usage = """
        prices export [--out azure/prices.json]        Azure's list prices now, of all that blueprints can use, to a file or standard output
        It goes by Blueprints__Folder and Policy__File as the program does, and signs in nowhere.
        """;

    private const string Out = "--out";

    /// <returns>1: settings are wrong; 2: not understood; 3: the list could not be read, and may be the next time.</returns>
    public static async Task<int> RunAsync(string[] words, TextWriter output, TextWriter error)
    {
        switch (words)
        {
            case ["export"]:
                return await ExportAsync(file: null, output, error);
            case ["export", Out, { Length: > 0 } file]:
                return await ExportAsync(file, output, error);
            default:
                await error.WriteLineAsync(Usage);
                return 2;
        }
    }

    /// <summary>What the file is to hold.</summary>
    /// <exception cref="CloudFaultException">The list could not be read.</exception>
    internal static async Task<string> ReadAsync(IPriceList list, PriceQuestion question, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var book = await list.ReadAsync(question, now, cancellationToken);
        return PriceBookFile.Write(book with { Origin = "Azure Retail Prices API" });
    }

    private static async Task<int> ExportAsync(string? file, TextWriter output, TextWriter error)
    {
        var settings = new SettingsReader(Web.Builder(secrets: true).Configuration);
        var (blueprints, prices) = (BlueprintOptions.Read(settings), PricesOptions.Read(settings, isSandbox: false));
        settings.ThrowIfWrong(BlueprintOptions.Section, BlueprintOptions.PolicySection, PricesOptions.Section);
        var catalog = BlueprintCatalog.Load(blueprints.Folder, drafts: true);
        var question = PriceQuestion.Of(catalog.All, PolicyFile.Load(blueprints.Policy).Currency);
        try
        {
            var list = new AzurePriceList(new RetailPricesClient(prices.Endpoint));
            var text = await ReadAsync(list, question, TimeProvider.System.GetUtcNow(), CancellationToken.None);
            if (file is null) await output.WriteAsync(text);
            else await File.WriteAllTextAsync(file, text);
            return 0;
        }
        catch (CloudFaultException e)
        {
            await error.WriteLineAsync($"The price list could not be read: {e.Fault.Code} {e.Fault.Message}");
            return 3;
        }
    }
}
