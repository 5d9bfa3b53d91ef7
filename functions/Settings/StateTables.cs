using Azure.Identity;
using ChatOps.Azure.Storage;
using ChatOps.Core.State;

namespace ChatOps.Functions.Settings;

/// <summary>Where the state of a program is that runs, for whoever only reads it.</summary>
internal static class StateTables
{
    /// <summary>For what says what it can do.</summary>
    public const string Usage = "the tables that AzureWebJobsStorage names, or else the state.db of Standalone__Folder";

    /// <returns>Opens a table by its name.</returns>
    /// <exception cref="SettingsException">Settings are missing or wrong.</exception>
    public static Func<string, ITable> Open(SettingsReader settings)
    {
        if (settings.Optional(StorageSettings.Name) is not null || settings.HasAny(StorageSettings.Name))
        {
            var storage = StorageOptions.Read(settings, new DefaultAzureCredential());
            settings.ThrowIfWrong();
            var tables = storage?.OpenTables() ?? throw new System.Diagnostics.UnreachableException();
            return name => new AzureTable(tables.GetTableClient(name));
        }
        var standalone = StandaloneOptions.Read(settings);
        if (!File.Exists(standalone.Database))
            settings.Problem($"Standalone__Folder: there is no {Path.GetFullPath(standalone.Database)}. Set it to the folder of the program that runs, "
                + $"or {StorageSettings.AccountNameSetting} to the account that holds its tables.");
        settings.ThrowIfWrong();
        return name => new SqliteTable(standalone.Database, name);
    }
}
