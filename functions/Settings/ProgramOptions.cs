namespace ChatOps.Functions.Settings;

/// <summary>What every host is told.</summary>
/// <param name="Sandbox">Null outside the sandbox.</param>
internal sealed record ProgramOptions(AzureOptions Azure, BlueprintOptions Blueprints, SandboxOptions? Sandbox)
{
    public static ProgramOptions Read(SettingsReader settings)
    {
        var options = new ProgramOptions(AzureOptions.Read(settings), BlueprintOptions.Read(settings), SandboxOptions.Read(settings));
        // It may say who speaks and what time it is; nobody may where machines are real.
        if (options is { Sandbox: not null, Azure.ResourceManager.IsLoopback: false })
            settings.Problem("Sandbox__Folder and Sandbox__Chat are set, but Azure__ResourceManager is not a stand-in on this machine. Remove both.");
        return options;
    }
}
