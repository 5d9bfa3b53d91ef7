namespace ChatOps.Functions.Settings;

/// <summary>What every host is told.</summary>
/// <param name="Teams">Null where there is Slack, and in the sandbox, which may do without either.</param>
/// <param name="Slack">Null where there is Teams, likewise.</param>
/// <param name="Sandbox">Null outside the sandbox.</param>
internal sealed record ProgramOptions(
    AzureOptions Azure, GraphOptions Graph, PricesOptions Prices, BlueprintOptions Blueprints, TeamsOptions? Teams, SlackOptions? Slack,
    SandboxOptions? Sandbox)
{
    public static ProgramOptions Read(SettingsReader settings)
    {
        var sandbox = SandboxOptions.Read(settings);
        var isSandbox = sandbox is not null;
        var (azure, blueprints, slack) = (AzureOptions.Read(settings, isSandbox), BlueprintOptions.Read(settings), SlackOptions.Read(settings, isSandbox));
        var teams = TeamsOptions.Read(settings, isSandbox, isOptional: isSandbox || slack is not null);
        var (graph, prices) = (GraphOptions.Read(settings, isSandbox), PricesOptions.Read(settings, isSandbox));
        var options = new ProgramOptions(azure, graph, prices, blueprints, teams, slack, sandbox);
        if (!azure.ResourceManager.IsLoopback) options.RefuseSandbox(settings, "Azure__ResourceManager is not a stand-in on this machine");
        if (options.Teams is { OpenIdMetadata.IsLoopback: false }) options.RefuseSandbox(settings, "Teams is not a stand-in on this machine");
        if (slack is { Api.IsLoopback: false }) options.RefuseSandbox(settings, "Slack is not a stand-in on this machine");
        return options;
    }

    /// <summary>The sandbox says who speaks and what time it is; nobody may where machines or state are real, or where others can come in.</summary>
    /// <param name="because">What is real, as the middle of a sentence.</param>
    public void RefuseSandbox(SettingsReader settings, string because)
    {
        if (Sandbox is not null) settings.Problem($"Sandbox__Folder and Sandbox__Chat are set, but {because}. Remove both.");
    }
}
