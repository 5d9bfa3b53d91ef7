namespace ChatOps.Tests.Functions.Settings;

/// <summary>Slack beside Teams and instead of it: all in order, one thing broken.</summary>
public sealed class SlackSettingsTests
{
    private const string Secret = "8f742231b10e8888abcd99yyyzzz85a5";
    private const string Token = "xoxb-17653672481-19874698323-pdFZKVeTuE8sk7oOcBrzbqgy";
    private const string Emulator = "UseDevelopmentStorage=true";
    private const string Reference = "@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/s)";
    private const string Unresolved =
        "is a Key Vault reference that was not resolved. Check its URI, and give the app's identity the role \"Key Vault Secrets User\" on the vault.";
    private const string NoSecret = "Slack__SigningSecret is not set. Set it to the app's signing secret, "
        + "which its page \"Basic Information\" shows: without it anybody could speak as anybody.";
    private const string NoWorkspace = "Slack__Workspaces__ID is not set for any workspace. "
        + "Set, for example, Slack__Workspaces__T0123456789 to the bot's token there, xoxb-….";
    private const string NoToken = "is no bot token. Set it to the one that begins with xoxb-, from the app's page \"OAuth & Permissions\".";
    private const string NoId = "names no workspace. Name it by its id, which begins with T and stands in its address.";
    private const string NoAddress = "is no https address. Set it to one that begins with https:// and has no user, query or fragment.";

    private static readonly (string, string?)[] InOrder = [("Slack__SigningSecret", Secret), ("Slack__Workspaces__T0123456789", Token)];

    private static readonly (string, string?)[] WithoutTeams = [("Teams__AppId", null), ("Teams__TenantId", null), ("Teams__Credential", null)];

    /// <summary>One setting, what it is instead, and the one sentence that is said; null for a setting that is not there.</summary>
    public static TheoryData<string, string?, string> Broken => new()
    {
        { "Slack__SigningSecret", null, NoSecret },
        { "Slack__SigningSecret", " ", NoSecret },
        { "Slack__SigningSecret", Reference, $"Slack__SigningSecret {Unresolved}" },
        { "Slack__SigningSecret", "8f742231b10e8888abc",
            "Slack__SigningSecret is too short to be one. Set it to what the app's page \"Basic Information\" shows." },
        { "Slack__Workspaces__T0123456789", null, NoWorkspace },
        { "Slack__Workspaces__T0123456789", "", NoWorkspace },
        { "Slack__Workspaces__T0123456789", Reference, $"Slack__Workspaces__T0123456789 {Unresolved}" },
        { "Slack__Workspaces__T0123456789", "xoxp-17653672481-19874698323-pdFZKVeTuE8sk7oOcBrzbqgy", $"Slack__Workspaces__T0123456789 {NoToken}" },
        { "Slack__Workspaces__T0123456789", "xoxb-", $"Slack__Workspaces__T0123456789 {NoToken}" },
        { "Slack__Workspaces__T0123456789", "xoxb-1 2", $"Slack__Workspaces__T0123456789 {NoToken}" },
        { "Slack__Workspaces__T0123456789", Secret, $"Slack__Workspaces__T0123456789 {NoToken}" },
        { "Slack__Workspaces__contoso", Token, $"Slack__Workspaces__CONTOSO {NoId}" },
        { "Slack__Workspaces__E0123456789", Token, $"Slack__Workspaces__E0123456789 {NoId}" },
        { "Slack__Workspaces__T", Token, $"Slack__Workspaces__T {NoId}" },
        { "Slack__Api", "slack.com", $"Slack__Api {NoAddress}" },
        { "Slack__Api", "http://slack.example/api/", $"Slack__Api {NoAddress}" },
        { "Slack__Api", "http://127.0.0.1:4000/api/", $"Slack__Api {NoAddress}" },
        { "Slack__Api", "https://slack.example/api/?a=b", $"Slack__Api {NoAddress}" },
        { "Slack__Api", "https://127.0.0.1:4000/api/", "Slack__Api is on this machine. Leave it out: Slack's is meant." },
        { "Slack__Api", "https://slack.example/api", "Slack__Api does not end with a slash. Set it to an address like https://slack.com/api/." },
        { "Slack__Token", Token, "Slack__Token is no setting. Remove it." },
        { "Slack__SigningSecrets", Secret, "Slack__SigningSecrets is no setting. Did you mean Slack__SigningSecret?" },
        { "Slack__Workspace__T0123456789", Token, "Slack__Workspace is no setting. Did you mean Slack__Workspaces?" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void One_thing_that_is_wrong_is_said_in_one_sentence_beside_Teams_and_without_it(string name, string? value, string problem)
    {
        Assert.Equal([problem], SomeSettings.Problems(SomeSettings.With([.. InOrder, (name, value)])));
        Assert.Equal([problem], SomeSettings.Problems(SomeSettings.With([.. WithoutTeams, .. InOrder, (name, value)])));
    }

    [Fact]
    public void Slack_alone_is_enough()
    {
        var (options, _) = SomeSettings.Read(SomeSettings.Configuration(SomeSettings.With([.. WithoutTeams, .. InOrder])));

        Assert.Null(options.Teams);
        Assert.Equal((Secret, new Uri("https://slack.com/api/")), (options.Slack?.SigningSecret, options.Slack?.Api));
        Assert.Equal([KeyValuePair.Create("T0123456789", Token)], options.Slack?.Workspaces);
    }

    [Fact]
    public void Both_are_served_where_both_are_set_and_without_Slack_s_there_is_none()
    {
        var (both, _) = SomeSettings.Read(SomeSettings.Configuration(SomeSettings.With(InOrder)));
        var (teams, _) = SomeSettings.Read(SomeSettings.Configuration(SomeSettings.InOrder));

        Assert.Equal((true, true), (both.Teams is not null, both.Slack is not null));
        Assert.Equal((true, false), (teams.Teams is not null, teams.Slack is not null));
    }

    [Fact]
    public void Without_either_one_sentence_names_both()
    {
        var problems = SomeSettings.Problems(SomeSettings.With(WithoutTeams));

        Assert.Contains(problems, problem => problem.StartsWith("Teams__AppId is not set.", StringComparison.Ordinal)
            && problem.Contains("or to use Slack", StringComparison.Ordinal));
    }

    [Fact]
    public void Teams_half_set_beside_Slack_is_still_wrong() => Assert.Equal(
        ["Teams__TenantId", "Teams__Credential"],
        SomeSettings.Problems(SomeSettings.With([("Teams__TenantId", null), ("Teams__Credential", null), .. InOrder]))
            .Select(problem => problem.Split(' ')[0]));

    [Fact]
    public void Several_workspaces_have_a_token_each()
    {
        var (options, _) = SomeSettings.Read(SomeSettings.Configuration(SomeSettings.With(
            [.. InOrder, ("Slack__Workspaces__T9876543210", "xoxb-2"), ("Slack__Api", "https://slack.example/api/")])));

        Assert.Equal(["T0123456789", "T9876543210"], options.Slack?.Workspaces.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("xoxb-2", options.Slack?.Workspaces["T9876543210"]);
        Assert.Equal(new Uri("https://slack.example/api/"), options.Slack?.Api);
    }

    // Slack's ids are in capitals, and some systems write the names of variables otherwise.
    [Theory]
    [InlineData("slack__workspaces__t0123456789")]
    [InlineData("SLACK__WORKSPACES__T0123456789")]
    public void A_workspace_s_id_may_be_written_in_any_case(string name)
    {
        var (options, _) = SomeSettings.Read(SomeSettings.Configuration(SomeSettings.With(("Slack__SigningSecret", Secret), (name, Token))));

        Assert.Equal(Token, options.Slack?.Workspaces["T0123456789"]);
    }

    [Theory]
    [InlineData("http://127.0.0.1:4001/api/", null)]
    [InlineData(null, "Slack is not a stand-in on this machine")]
    public void The_sandbox_s_Slack_is_on_this_machine(string? api, string? because)
    {
        var settings = SomeSettings.With(
        [
            .. WithoutTeams, .. InOrder,
            ("Sandbox__Folder", "/tmp/world"), ("Sandbox__Chat", "http://127.0.0.1:5000/cards"), ("Azure__ResourceManager", "https://127.0.0.1:4000"),
            ("AzureWebJobsStorage", Emulator), ("AzureWebJobsStorage__accountName", null), ("Slack__Api", api),
        ]);

        string[] expected = because is null ? [] : [$"Sandbox__Folder and Sandbox__Chat are set, but {because}. Remove both."];
        Assert.Equal(expected, SomeSettings.Problems(settings));
    }

    /// <summary>Two lines of a file were mixed up.</summary>
    [Theory]
    [InlineData("Slack__SigningSecret", Token)]
    [InlineData("Slack__Workspaces__T0123456789", Secret)]
    [InlineData("Slack__Api", Token)]
    [InlineData("Slack__Api", Secret)]
    public void A_secret_in_the_wrong_place_is_not_repeated(string name, string secret) => Assert.DoesNotContain(
        SomeSettings.Problems(SomeSettings.With([.. InOrder, (name, secret)])), problem => problem.Contains(secret, StringComparison.OrdinalIgnoreCase));

    [Fact]
    public void A_secret_is_no_part_of_what_options_say_of_themselves()
    {
        var (options, _) = SomeSettings.Read(SomeSettings.Configuration(SomeSettings.With(InOrder)));

        Assert.DoesNotContain(Secret, $"{options}", StringComparison.Ordinal);
        Assert.DoesNotContain(Token, $"{options}", StringComparison.Ordinal);
    }
}
