namespace ChatOps.Functions.Settings;

/// <summary>What can be launched, and who is who.</summary>
/// <param name="Drafts">Whether versions that are not released yet are offered.</param>
/// <param name="Policy">The file that says who is who: in the folder, or apart from it where it changes without a deployment.</param>
internal sealed record BlueprintOptions(string Folder, bool Drafts, string Policy)
{
    public const string Section = "Blueprints";
    public const string PolicySection = "Policy";

    public static BlueprintOptions Read(SettingsReader settings)
    {
        var (folder, apart) = (settings.Optional("Blueprints__Folder") ?? Default, settings.Optional("Policy__File"));
        var policy = apart ?? Path.Combine(folder, "policy.yaml");
        if (apart is not null && !Directory.Exists(folder))
            settings.Problem($"Blueprints__Folder: there is no folder {Path.GetFullPath(folder)}. Set it to the folder with blueprints.");
        if (!File.Exists(policy))
            settings.Problem(apart is null
                ? $"Blueprints__Folder: there is no policy.yaml in {Path.GetFullPath(folder)}. Set it to the folder with blueprints and policy.yaml."
                : $"Policy__File: there is no file {Path.GetFullPath(policy)}. "
                    + "Set it to a policy file, or leave it out for policy.yaml beside the blueprints.");
        return new BlueprintOptions(folder, settings.Flag("Blueprints__Drafts"), policy);
    }

    /// <summary>As it was published, beside the program; in a checkout, where one stands.</summary>
    private static string Default =>
        Path.Combine(AppContext.BaseDirectory, "blueprints") is var published && Directory.Exists(published) ? published : "blueprints";
}
