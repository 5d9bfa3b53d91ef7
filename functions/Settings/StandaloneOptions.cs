namespace ChatOps.Functions.Settings;

/// <param name="Folder">Holds the database.</param>
internal sealed record StandaloneOptions(string Folder)
{
    public const string Section = "Standalone";

    /// <summary>systemd's name for the folder that it made for a unit.</summary>
    private const string StateDirectory = "STATE_DIRECTORY";

    public string Database => Path.Combine(Folder, "state.db");

    /// <summary>The folder and the database are there afterwards.</summary>
    public static StandaloneOptions Read(SettingsReader settings)
    {
        var options = new StandaloneOptions(settings.Optional("Standalone__Folder") ?? settings.Optional(StateDirectory) ?? Default);
        try
        {
            Directory.CreateDirectory(options.Folder);
            // SQLite takes an empty file for an empty database.
            File.Open(options.Database, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            settings.Problem($"Standalone__Folder: {Path.GetFullPath(options.Database)} cannot be written to. "
                + "Set it to a folder that the program's user may write to, or let that user write to this one.");
        }
        return options;
    }

    private static string Default => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "gpu-chatops");
}
