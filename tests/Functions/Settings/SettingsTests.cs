using ChatOps.Functions.Settings;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Functions.Settings;

public sealed class SettingsTests
{
    private const string Reference = "@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/s)";
    private const string Unresolved =
        "is a Key Vault reference that was not resolved. Check its URI, and give the app's identity the role \"Key Vault Secrets User\" on the vault.";
    private const string NoId = "Azure__SubscriptionId is no subscription's id. Set it to the GUID that says `az account show --query id`.";
    private const string NoGroup =
        "Azure__ResourceGroup is not set. Set it to the name of the resource group that holds the machines and nothing else.";
    private const string NoSubnet =
        "Azure__Subnets__eastus is no ARM id of a subnet. Set it to one: `az network vnet subnet show --query id …`.";
    private const string NoKey = "Azure__AdminSshPublicKey is no public SSH key that Azure takes. "
        + "Set it to the one line of a .pub file: ssh-ed25519, or ssh-rsa with at least 2048 bits.";
    private const string NoFlag = "is neither true nor false. Set it to one of them.";
    private const string NoAddress = "is no https address. Set it to one that begins with https:// and has no user, query or fragment.";
    private const string NoApp = "Teams__AppId is not set. Set it to the application (client) id of the bot: "
        + "without a chat nobody can ask for a machine. docs/hosting.md says how to register one, or to use Slack.";
    private const string Ways = "AzureWebJobsStorage__accountName, or AzureWebJobsStorage__queueServiceUri and AzureWebJobsStorage__tableServiceUri, "
        + "or for the emulator AzureWebJobsStorage to its connection string.";

    /// <summary>One setting, what it is instead, and the one sentence that is said; null for a setting that is not there.</summary>
    public static TheoryData<string, string?, string> Broken => new()
    {
        { "AzureWebJobsStorage__accountName", null, $"Nothing says where storage is. Set {Ways}" },
        { "AzureWebJobsStorage__accountName", "", $"Nothing says where storage is. Set {Ways}" },
        { "AzureWebJobsStorage__accountName", Reference, $"AzureWebJobsStorage__accountName {Unresolved}" },
        { "AzureWebJobsStorage", "UseDevelopmentStorage=true", $"Storage is named in two ways. Keep one of them: {Ways}" },
        { "Azure__SubscriptionId", null, "Azure__SubscriptionId is not set. Set it to the id of the subscription that machines are built in: "
            + "`az account show --query id`." },
        { "Azure__SubscriptionId", " ", "Azure__SubscriptionId is not set. Set it to the id of the subscription that machines are built in: "
            + "`az account show --query id`." },
        { "Azure__SubscriptionId", "Production", NoId },
        { "Azure__SubscriptionId", "00000000-0000-0000-0000-000000000000", NoId },
        { "Azure__SubscriptionId", "{11111111-2222-3333-4444-555555555555}", NoId },
        { "Azure__SubscriptionId", Reference, $"Azure__SubscriptionId {Unresolved}" },
        { "Azure__ResourceGroup", null, NoGroup },
        { "Azure__ResourceGroup", "\t ", NoGroup },
        { "Azure__Subnets__eastus", "gpu", NoSubnet },
        { "Azure__Subnets__eastus", $"{SomeSettings.Subnet("eastus")}/", NoSubnet },
        { "Azure__Subnets__eastus", SomeSettings.Subnet("eastus").Replace("11111111-", "", StringComparison.Ordinal), NoSubnet },
        { "Azure__Subnets__eastus", "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/n", NoSubnet },
        { "Azure__Subnets__eastus", $"  {Reference}", $"Azure__Subnets__eastus {Unresolved}" },
        { "Azure__AdminSshPublicKey", null, "Azure__AdminSshPublicKey is not set. "
            + "Set it to the platform team's public SSH key, for emergencies: one line that begins with ssh-ed25519 or ssh-rsa." },
        { "Azure__AdminSshPublicKey", "AAAAC3NzaC1lZDI1NTE5", NoKey },
        { "Azure__AdminSshPublicKey", "-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n-----END OPENSSH PRIVATE KEY-----", NoKey },
        { "Azure__AdminSshPublicKey", Reference, $"Azure__AdminSshPublicKey {Unresolved}" },
        { "Azure__ResourceManager", "management.azure.com", $"Azure__ResourceManager {NoAddress}" },
        { "Azure__ResourceManager", "http://management.azure.com", $"Azure__ResourceManager {NoAddress}" },
        { "Azure__ResourceManager", "http://127.0.0.1:4000", $"Azure__ResourceManager {NoAddress}" },
        { "Azure__ResourceManager", "https://127.0.0.1:4000/?a=b", $"Azure__ResourceManager {NoAddress}" },
        { "Azure__ResourceManager", "https://127.0.0.1:4000/#a", $"Azure__ResourceManager {NoAddress}" },
        { "Azure__ResourceManager", "https://user:word@management.azure.com", $"Azure__ResourceManager {NoAddress}" },
        { "Azure__ResourceManager", "https://management.azure.com/subscriptions",
            "Azure__ResourceManager has a path. Set it to the address alone, like https://management.azure.com." },
        { "Azure__EventGrid", "yes", $"Azure__EventGrid {NoFlag}" },
        { "Azure__EventGrid", "1", $"Azure__EventGrid {NoFlag}" },
        { "Azure__Costs", "all", $"Azure__Costs {NoFlag}" },
        { "Azure__EventGrid", Reference, $"Azure__EventGrid {Unresolved}" },
        { "Blueprints__Drafts", "on", $"Blueprints__Drafts {NoFlag}" },
        { "Blueprints__Folder", "/nowhere",
            "Blueprints__Folder: there is no policy.yaml in /nowhere. Set it to the folder with blueprints and policy.yaml." },
        { "Azure__SubscripionId", "x", "Azure__SubscripionId is no setting. Did you mean Azure__SubscriptionId?" },
        { "Azure__Subnet__westus", "x", "Azure__Subnet is no setting. Did you mean Azure__Subnets?" },
        { "Azure__Colour", "x", "Azure__Colour is no setting. Remove it." },
        { "Policy__File", "/nowhere/policy.yaml",
            "Policy__File: there is no file /nowhere/policy.yaml. Set it to a policy file, or leave it out for policy.yaml beside the blueprints." },
        { "Policy__Files", "x", "Policy__Files is no setting. Did you mean Policy__File?" },
        { "Blueprints__Folders", "x", "Blueprints__Folders is no setting. Did you mean Blueprints__Folder?" },
        { "Teams__AppId", null, NoApp },
        { "Teams__AppId", " ", NoApp },
        { "Teams__AppId", Reference, $"Teams__AppId {Unresolved}" },
        { "Teams__AppId", "gpu-chatops", "Teams__AppId is no application's id. Set it to one: a GUID, and not all zeros." },
        { "Teams__AppId", "00000000-0000-0000-0000-000000000000", "Teams__AppId is no application's id. Set it to one: a GUID, and not all zeros." },
        { "Teams__TenantId", null, "Teams__TenantId is not set. Set it to the id of the Entra tenant whose people are served: "
            + "`az account show --query tenantId`." },
        { "Teams__TenantId", "contoso.onmicrosoft.com", "Teams__TenantId is no tenant's id. Set it to one: a GUID, and not all zeros." },
        { "Teams__TenantId", "botframework.com", "Teams__TenantId is no tenant's id. Set it to one: a GUID, and not all zeros." },
        { "Teams__Credential", null, "Teams__Credential is not set. "
            + "Set it to managed-identity or federated, or set Teams__AppSecret to the bot's client secret." },
        { "Teams__Credential", "certificate", "Teams__Credential is none of managed-identity, federated and secret. Set it to one of them." },
        { "Teams__Credential", Reference, $"Teams__Credential {Unresolved}" },
        { "Teams__Credential", "secret", "Teams__AppSecret is not set. Set it to the bot's client secret." },
        { "Teams__Credential", "federated", "AZURE_CLIENT_ID is not set. "
            + "Set it to the client id of the user-assigned managed identity that the bot's app registration trusts." },
        { "Teams__AppSecret", "c2VjcmV0", "Teams__AppSecret is set, but Teams__Credential says that there is none. Remove one of them." },
        { "Teams__AppSecret", Reference, $"Teams__AppSecret {Unresolved}" },
        { "Teams__OpenIdMetadata", "login.botframework.com", $"Teams__OpenIdMetadata {NoAddress}" },
        { "Teams__OpenIdMetadata", "http://127.0.0.1:4000/", $"Teams__OpenIdMetadata {NoAddress}" },
        { "Teams__OpenIdMetadata", "https://127.0.0.1:4000/", "Teams__OpenIdMetadata is on this machine. Leave it out: Microsoft's is meant." },
        { "Teams__Tenant", "x", "Teams__Tenant is no setting. Did you mean Teams__TenantId?" },
        { "Sandbox__Clock", "x", "Sandbox__Clock is no setting. Remove it." },
        { "Sandbox__Folder", "/tmp", "Sandbox__Folder and Sandbox__Chat belong together. The sandbox sets both; nobody else sets any." },
        { "Sandbox__Chat", "http://127.0.0.1:1", "Sandbox__Folder and Sandbox__Chat belong together. The sandbox sets both; nobody else sets any." },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void One_thing_that_is_wrong_is_said_in_one_sentence_that_names_it_and_how_to_mend_it(string name, string? value, string problem) =>
        Assert.Equal([problem], SomeSettings.Problems(SomeSettings.With((name, value))));

    [Fact]
    public void All_in_order_is_read_as_it_stands()
    {
        var (options, storage) = SomeSettings.Read(SomeSettings.Configuration(SomeSettings.InOrder));

        Assert.Equal("11111111-2222-3333-4444-555555555555", options.Azure.Site.SubscriptionId);
        Assert.Equal("gpu-machines", options.Azure.Site.ResourceGroup);
        Assert.Equal(SomeSettings.Subnet("eastus"), options.Azure.Site.Subnets["eastus"]);
        Assert.Equal(2, options.Azure.Site.Subnets.Count);
        Assert.StartsWith("ssh-ed25519 ", options.Azure.Site.AdminSshPublicKey, StringComparison.Ordinal);
        Assert.Equal(new Uri("https://management.azure.com"), options.Azure.ResourceManager);
        Assert.True(options.Azure.Tells);
        Assert.Equal(
            new BlueprintOptions(Repository.Blueprints, Drafts: false, Path.Combine(Repository.Blueprints, "policy.yaml")), options.Blueprints);
        Assert.Null(options.Sandbox);
        Assert.Equal(
            ("0b6fe6d1-fece-44f7-9a48-56465e2d5ab8", "50612dbb-0237-4969-b378-8d42590f9c00"), (options.Teams?.AppId, options.Teams?.TenantId));
        Assert.Equal(new Uri("https://login.botframework.com/v1/.well-known/openidconfiguration"), options.Teams?.OpenIdMetadata);
        Assert.Equal(new Uri("https://gpuchatops.queue.core.windows.net"), storage.Queues);
    }

    [Fact]
    public void What_has_a_default_need_not_be_set()
    {
        var (options, _) = SomeSettings.Read(SomeSettings.Configuration(SomeSettings.With(
            ("Azure__ResourceManager", null), ("Azure__EventGrid", " "), ("Blueprints__Drafts", null))));

        Assert.Equal(new Uri("https://management.azure.com"), options.Azure.ResourceManager);
        Assert.False(options.Azure.Tells);
        Assert.False(options.Blueprints.Drafts);
    }

    [Fact]
    public void The_policy_may_lie_apart_from_the_blueprints()
    {
        using var folder = new TempFolder();
        var (file, blueprints) = (folder.Write("people.yaml", "organisation: Contoso"), Directory.CreateDirectory(folder.At("blueprints")).FullName);

        var (options, _) = SomeSettings.Read(SomeSettings.Configuration(SomeSettings.With(("Policy__File", file), ("Blueprints__Folder", blueprints))));

        Assert.Equal((file, blueprints), (options.Blueprints.Policy, options.Blueprints.Folder));
        Assert.Equal(
            ["Blueprints__Folder: there is no folder /nowhere. Set it to the folder with blueprints."],
            SomeSettings.Problems(SomeSettings.With(("Policy__File", file), ("Blueprints__Folder", "/nowhere"))));
    }

    [Fact]
    public void All_that_is_wrong_is_said_at_once()
    {
        var problems = SomeSettings.Problems(new Dictionary<string, string>
        {
            ["Azure__SubscriptionId"] = "mine",
            ["Azure__EventGrid"] = "maybe",
            ["Azure__Suscription"] = "x",
            ["Blueprints__Folder"] = "/nowhere",
            ["AzureWebJobsStorage__queueServiceUri"] = "https://a.queue.core.windows.net",
        });

        string[] named =
        [
            "Azure__SubscriptionId", "Azure__ResourceGroup", "Azure__AdminSshPublicKey", "Azure__Subnets__REGION", "Azure__EventGrid", "Blueprints__Folder:",
            "Teams__AppId", "Teams__TenantId", "Teams__Credential", "AzureWebJobsStorage__tableServiceUri", "Azure__Suscription",
        ];
        Assert.Equal(named, problems.Select(problem => problem.Split(' ')[0]));
    }

    [Fact]
    public void Without_any_subnet_the_setting_is_shown_by_an_example()
    {
        var problems = SomeSettings.Problems(SomeSettings.With(("Azure__Subnets__eastus", null), ("Azure__Subnets__southcentralus", "")));

        Assert.Equal(
            ["Azure__Subnets__REGION is not set for any region. "
                + "Set, for example, Azure__Subnets__eastus to the ARM id of the subnet that machines there join."],
            problems);
    }

    [Fact]
    public void A_reference_to_the_only_subnet_that_was_not_resolved_is_no_subnet_that_is_missing() => Assert.Equal(
        [$"Azure__Subnets__eastus {Unresolved}"],
        SomeSettings.Problems(SomeSettings.With(("Azure__Subnets__eastus", Reference), ("Azure__Subnets__southcentralus", null))));

    private const string Emulator = "UseDevelopmentStorage=true";

    [Theory]
    [InlineData("https://127.0.0.1:4000", "http://127.0.0.1:4001", Emulator, null)]
    [InlineData("https://management.azure.com", "http://127.0.0.1:4001", Emulator, "Azure__ResourceManager is not a stand-in on this machine")]
    [InlineData("https://127.0.0.1:4000", null, Emulator, "Teams is not a stand-in on this machine")]
    [InlineData("https://127.0.0.1:4000", "http://127.0.0.1:4001", null, "storage is not the emulator on this machine")]
    public void The_sandbox_s_settings_are_taken_only_where_nothing_is_real(string resourceManager, string? metadata, string? storage, string? because)
    {
        var settings = Sandboxed("http://127.0.0.1:5000/cards",
            ("Azure__ResourceManager", resourceManager),
            ("Teams__OpenIdMetadata", metadata),
            ("AzureWebJobsStorage", storage),
            ("AzureWebJobsStorage__accountName", storage is null ? "gpuchatops" : null));

        string[] expected = because is null ? [] : [$"Sandbox__Folder and Sandbox__Chat are set, but {because}. Remove both."];
        Assert.Equal(expected, SomeSettings.Problems(settings));
    }

    [Fact]
    public void The_sandbox_may_do_without_Teams_and_nobody_else_may()
    {
        (string, string?)[] without = [("Teams__AppId", null), ("Teams__TenantId", null), ("Teams__Credential", null)];

        Assert.Empty(SomeSettings.Problems(Sandboxed("http://127.0.0.1:5000/cards",
            [("AzureWebJobsStorage", Emulator), ("AzureWebJobsStorage__accountName", null), ("Teams__OpenIdMetadata", null), .. without])));
        Assert.Contains(NoApp, SomeSettings.Problems(SomeSettings.With(without)));
    }

    [Fact]
    public void The_sandbox_s_chat_is_on_this_machine() => Assert.Contains(
        "Sandbox__Chat is not on this machine. The sandbox sets it; nobody else does.", SomeSettings.Problems(Sandboxed("https://example.com")));

    [Theory]
    [InlineData("http://example.com")]
    [InlineData("http://127.0.0.1:5000/cards?to=all")]
    [InlineData("http://127.0.0.1:5000/cards#all")]
    [InlineData("http://me@127.0.0.1:5000/cards")]
    public void The_sandbox_s_chat_is_a_whole_address(string chat) =>
        Assert.Contains($"Sandbox__Chat {NoAddress}", SomeSettings.Problems(Sandboxed(chat)));

    private static Dictionary<string, string> Sandboxed(string chat, params (string Name, string? Value)[] changes) => SomeSettings.With(
    [
        ("Sandbox__Folder", "/tmp/world"),
        ("Sandbox__Chat", chat),
        ("Azure__ResourceManager", "https://127.0.0.1:4000"),
        ("Teams__OpenIdMetadata", "http://127.0.0.1:4001/metadata"),
        .. changes,
    ]);

    // Windows has its environment's names in any case, and `func` hands them on as they are.
    [Fact]
    public void Names_may_be_written_in_any_case()
    {
        var shouted = SomeSettings.InOrder.ToDictionary(setting => setting.Key.ToUpperInvariant(), setting => setting.Value);
        var (options, storage) = SomeSettings.Read(SomeSettings.Configuration(shouted));

        Assert.Equal("gpu-machines", options.Azure.Site.ResourceGroup);
        Assert.Equal(SomeSettings.Subnet("eastus"), options.Azure.Site.Subnets["eastus"]);
        Assert.NotNull(storage);
    }

    public static TheoryData<string> Keys =>
        [.. SomeSettings.InOrder.Keys.Except(["Blueprints__Folder"]), "AzureWebJobsStorage", "AzureWebJobsStorage__queueServiceUri", "Sandbox__Chat"];

    /// <summary>Two lines of a file were mixed up.</summary>
    [Theory]
    [MemberData(nameof(Keys))]
    public void A_secret_in_the_wrong_place_is_not_repeated(string name)
    {
        string[] secrets =
        [
            "AccountName=a;AccountKey=c2VjcmV0",
            "https://a.queue.core.windows.net/?sig=c2VjcmV0",
            "https://user:c2VjcmV0@example.com",
            "c2VjcmV0",
            "-----BEGIN OPENSSH PRIVATE KEY-----\nc2VjcmV0",
        ];
        var said = secrets.SelectMany(secret => SomeSettings.Problems(SomeSettings.With((name, secret))));

        Assert.DoesNotContain(said, problem => problem.Contains("c2VjcmV0", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void The_whole_says_how_many_there_are_and_where_settings_are_set()
    {
        var one = Assert.Throws<SettingsException>(() => SomeSettings.Read(SomeSettings.Configuration(SomeSettings.With(("Azure__ResourceGroup", null)))));
        var two = Assert.Throws<SettingsException>(() => SomeSettings.Read(SomeSettings.Configuration(
            SomeSettings.With(("Azure__ResourceGroup", null), ("Azure__EventGrid", "x")))));

        Assert.StartsWith("A setting is missing or wrong:\n- Azure__ResourceGroup ", one.Message, StringComparison.Ordinal);
        Assert.StartsWith("2 settings are missing or wrong:\n- ", two.Message, StringComparison.Ordinal);
        Assert.Contains("functions/local.settings.json.example", one.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/var/lib/mine", "/var/lib/systemd", "/var/lib/mine/state.db")]
    [InlineData(null, "/var/lib/systemd", "/var/lib/systemd/state.db")]
    public void Standalone_the_database_is_where_it_is_told_or_where_systemd_made_room(string? folder, string? state, string database)
    {
        var settings = SomeSettings.With(("Standalone__Folder", folder), ("STATE_DIRECTORY", state));

        Assert.Equal(database, StandaloneOptions.Read(new SettingsReader(SomeSettings.Configuration(settings))).Database);
    }

    [Fact]
    public void Standalone_without_either_it_is_in_the_home_of_who_started_it()
    {
        var options = StandaloneOptions.Read(new SettingsReader(SomeSettings.Configuration(SomeSettings.InOrder)));

        Assert.EndsWith("gpu-chatops/state.db", options.Database, StringComparison.Ordinal);
    }
}
