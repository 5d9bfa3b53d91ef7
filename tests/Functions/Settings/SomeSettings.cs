using Azure.Identity;
using ChatOps.Azure.Storage;
using ChatOps.Functions.Hosts;
using ChatOps.Functions.Settings;
using ChatOps.Tests.Tools;
using Microsoft.Extensions.Configuration;

namespace ChatOps.Tests.Functions.Settings;

/// <summary>All settings in order, and a way to break one of them.</summary>
internal static class SomeSettings
{
    public static readonly IReadOnlyDictionary<string, string> InOrder = new Dictionary<string, string>
    {
        ["AzureWebJobsStorage__accountName"] = "gpuchatops",
        ["Azure__SubscriptionId"] = "11111111-2222-3333-4444-555555555555",
        ["Azure__ResourceGroup"] = "gpu-machines",
        ["Azure__Subnets__eastus"] = Subnet("eastus"),
        ["Azure__Subnets__southcentralus"] = Subnet("southcentralus"),
        ["Azure__AdminSshPublicKey"] = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFDYWOCYXsx/YEGKrwzFq1h/QsJXCohAlanozKzQ9lRc platform",
        ["Azure__ResourceManager"] = "https://management.azure.com",
        ["Azure__EventGrid"] = "true",
        ["Blueprints__Folder"] = Repository.Blueprints,
        ["Blueprints__Drafts"] = "false",
        ["Teams__AppId"] = "0b6fe6d1-fece-44f7-9a48-56465e2d5ab8",
        ["Teams__TenantId"] = "50612dbb-0237-4969-b378-8d42590f9c00",
        ["Teams__Credential"] = "managed-identity",
    };

    public static string Subnet(string network) =>
        $"/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/{network}/subnets/gpu";

    /// <param name="changes">Null for a setting that is not there.</param>
    public static Dictionary<string, string> With(params (string Name, string? Value)[] changes)
    {
        var settings = new Dictionary<string, string>(InOrder);
        foreach (var (name, value) in changes)
        {
            settings.Remove(name);
            if (value is not null) settings[name] = value;
        }
        return settings;
    }

    /// <summary>What is said about them to whoever starts the program as the Functions host does; nothing when all is well.</summary>
    public static IReadOnlyList<string> Problems(IReadOnlyDictionary<string, string> settings)
    {
        try
        {
            Read(Configuration(settings));
            return [];
        }
        catch (SettingsException e)
        {
            return [.. e.Message.Split('\n').Where(line => line.StartsWith("- ", StringComparison.Ordinal)).Select(line => line[2..])];
        }
    }

    public static (ProgramOptions Options, StorageConnection Storage) Read(IConfiguration configuration) =>
        CustomHandler.Read(configuration, new DefaultAzureCredential());

    /// <summary>As environment variables are read.</summary>
    public static IConfigurationRoot Configuration(IReadOnlyDictionary<string, string> settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.ToDictionary(s => s.Key.Replace("__", ":", StringComparison.Ordinal), s => (string?)s.Value))
        .Build();
}
