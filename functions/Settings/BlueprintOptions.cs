namespace ChatOps.Functions.Settings;

/// <summary>What can be launched, and who is who.</summary>
/// <param name="Drafts">Whether versions that are not released yet are offered.</param>
internal sealed record BlueprintOptions(string Folder, bool Drafts)
{
    public const string Section = "Blueprints";

    public static BlueprintOptions Read(SettingsReader settings)
    {
        var folder = settings.Optional("Blueprints__Folder") ?? Default;
        if (!File.Exists(Path.Combine(folder, "policy.yaml")))
            settings.Problem(
                $"Blueprints__Folder: there is no policy.yaml in {Path.GetFullPath(folder)}. Set it to the folder with blueprints and policy.yaml.");
        return new BlueprintOptions(folder, settings.Flag("Blueprints__Drafts"));
    }

    /// <summary>As it was published, beside the program; in a checkout, where one stands.</summary>
    private static string Default =>
        Path.Combine(AppContext.BaseDirectory, "blueprints") is var published && Directory.Exists(published) ? published : "blueprints";
}
