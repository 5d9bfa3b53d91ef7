using Azure.Core;
using ChatOps.Azure.Storage;
using ChatOps.Core.Words;

namespace ChatOps.Functions.Settings;

/// <summary>Where tables and queues are. The Functions host reads the same settings for its triggers.</summary>
internal static class StorageOptions
{
    /// <returns>Null, with a problem noted, when it is not told.</returns>
    public static StorageConnection? Read(SettingsReader settings, TokenCredential credential)
    {
        var told = new StorageSettings
        {
            ConnectionString = settings.Optional(StorageSettings.Name),
            AccountName = settings.Optional(StorageSettings.AccountNameSetting),
            QueueServiceUri = settings.Optional(StorageSettings.QueueServiceUriSetting),
            TableServiceUri = settings.Optional(StorageSettings.TableServiceUriSetting),
        };
        try
        {
            return StorageConnection.Open(told, credential);
        }
        catch (UserError e)
        {
            if (!settings.HasProblem(StorageSettings.Name)) settings.Problem(e.Message);
            return null;
        }
    }
}
