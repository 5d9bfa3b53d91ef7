namespace ChatOps.Functions.Settings;

/// <param name="Folder">Holds the database.</param>
internal sealed record StandaloneOptions(string Folder)
{
    public const string Section = "Standalone";

    /// <summary>systemd's name for the folder that it made for a unit.</summary>
    private const string StateDirectory = "STATE_DIRECTORY";

    public string Database => Path.Combine(Folder, "state.db");

    public static StandaloneOptions Read(SettingsReader settings) =>
        new(settings.Optional("Standalone__Folder") ?? settings.Optional(StateDirectory) ?? Default);

    private static string Default => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "gpu-chatops");
}
