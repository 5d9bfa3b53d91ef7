namespace ChatOps.Functions.Settings;

/// <summary>What every host is told.</summary>
/// <param name="Teams">Null only in the sandbox, which may do without.</param>
/// <param name="Sandbox">Null outside the sandbox.</param>
internal sealed record ProgramOptions(AzureOptions Azure, BlueprintOptions Blueprints, TeamsOptions? Teams, SandboxOptions? Sandbox)
{
    public static ProgramOptions Read(SettingsReader settings)
    {
        var (azure, blueprints, sandbox) = (AzureOptions.Read(settings), BlueprintOptions.Read(settings), SandboxOptions.Read(settings));
        var options = new ProgramOptions(azure, blueprints, TeamsOptions.Read(settings, isSandbox: sandbox is not null), sandbox);
        if (!azure.ResourceManager.IsLoopback) options.RefuseSandbox(settings, "Azure__ResourceManager is not a stand-in on this machine");
        if (options.Teams is { OpenIdMetadata.IsLoopback: false }) options.RefuseSandbox(settings, "Teams is not a stand-in on this machine");
        return options;
    }

    /// <summary>The sandbox says who speaks and what time it is; nobody may where machines or state are real, or where others can come in.</summary>
    /// <param name="because">What is real, as the middle of a sentence.</param>
    public void RefuseSandbox(SettingsReader settings, string because)
    {
        if (Sandbox is not null) settings.Problem($"Sandbox__Folder and Sandbox__Chat are set, but {because}. Remove both.");
    }
}
