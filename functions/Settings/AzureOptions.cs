using System.Collections.Immutable;
using System.Text.RegularExpressions;
using ChatOps.Azure;

namespace ChatOps.Functions.Settings;

/// <summary>Where machines are built.</summary>
/// <param name="ResourceManager">Of the public cloud, or of another one.</param>
/// <param name="Tells">Whether Event Grid puts the resource group's events into the queue <c>reconcile</c> (docs/adr/0004).</param>
/// <param name="Costs">Whether the app may read what the resource group costs, by Cost Management.</param>
internal sealed partial record AzureOptions(AzureSite Site, Uri ResourceManager, bool Tells, bool Costs)
{
    public const string Section = "Azure";

    private const string Subnets = "Azure__Subnets";

    [GeneratedRegex(
        "^/subscriptions/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/resourceGroups/[^/]+/providers/Microsoft[.]Network/virtualNetworks/[^/]+/subnets/[^/]+$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SubnetId();

    public static AzureOptions Read(SettingsReader settings, bool isSandbox)
    {
        var subscription = settings.Required("Azure__SubscriptionId", "the id of the subscription that machines are built in: `az account show --query id`");
        if (subscription.Length > 0 && (!Guid.TryParseExact(subscription, "D", out var id) || id == Guid.Empty))
            settings.Problem("Azure__SubscriptionId is no subscription's id. Set it to the GUID that says `az account show --query id`.");
        var group = settings.Required("Azure__ResourceGroup", "the name of the resource group that holds the machines and nothing else");
        var key = settings.Required("Azure__AdminSshPublicKey",
            "the platform team's public SSH key, for emergencies: one line that begins with ssh-ed25519 or ssh-rsa");
        if (key.Length > 0 && !SshPublicKey.IsValid(key))
            settings.Problem("Azure__AdminSshPublicKey is no public SSH key that Azure takes. "
                + "Set it to the one line of a .pub file: ssh-ed25519, or ssh-rsa with at least 2048 bits.");
        var site = new AzureSite(subscription, group, ReadSubnets(settings), key) { Metrics = MetricsOptions.Read(settings, isSandbox) };
        return new AzureOptions(site, ReadResourceManager(settings), settings.Flag("Azure__EventGrid"), settings.Flag("Azure__Costs"));
    }

    private static Uri ReadResourceManager(SettingsReader settings)
    {
        if (settings.Address("Azure__ResourceManager") is not { } address) return ArmConnection.PublicCloud;
        if (address.AbsolutePath != "/") settings.Problem("Azure__ResourceManager has a path. Set it to the address alone, like https://management.azure.com.");
        return address;
    }

    private static ImmutableDictionary<string, string> ReadSubnets(SettingsReader settings)
    {
        var subnets = settings.Each(Subnets);
        if (subnets.Count == 0 && !settings.HasProblem(Subnets))
            settings.Problem(
                $"{Subnets}__REGION is not set for any region. Set, for example, {Subnets}__eastus to the ARM id of the subnet that machines there join.");
        foreach (var (region, _) in subnets.Where(subnet => !SubnetId().IsMatch(subnet.Value)))
            settings.Problem($"{Subnets}__{region} is no ARM id of a subnet. Set it to one: `az network vnet subnet show --query id …`.");
        return subnets.ToImmutableDictionary(subnet => subnet.Key, subnet => subnet.Value, StringComparer.OrdinalIgnoreCase);
    }
}
