using System.Collections.Immutable;
using System.Data.Common;
using System.Net;
using ChatOps.Core.State;
using Microsoft.AspNetCore.Http;

namespace ChatOps.Functions.Settings;

/// <param name="Folder">Holds the database.</param>
/// <param name="Addresses">It listens on these; http only.</param>
internal sealed record StandaloneOptions(string Folder, ImmutableArray<string> Addresses)
{
    public const string Section = "Standalone";

    /// <summary>As every server of ASP.NET Core has it.</summary>
    private const string Urls = "ASPNETCORE_URLS";

    private const string DefaultAddress = "http://127.0.0.1:8080";

    /// <summary>systemd's name for the folder that it made for a unit.</summary>
    private const string StateDirectory = "STATE_DIRECTORY";

    public string Database => Path.Combine(Folder, "state.db");

    /// <summary>Whether nobody but this machine reaches it.</summary>
    public bool IsLocal => Addresses.All(address => IsLoopback(BindingAddress.Parse(address).Host));

    public static StandaloneOptions Read(SettingsReader settings) => new(
        settings.Optional("Standalone__Folder") ?? settings.Optional(StateDirectory) ?? DefaultFolder,
        ReadAddresses(settings));

    /// <summary>Makes it when it is not there, for nobody else to read. Called when all settings are in order: it leaves something behind.</summary>
    /// <exception cref="SettingsException">It cannot be used.</exception>
    public void OpenDatabase()
    {
        try
        {
            var create = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(Folder);
            }
            else
            {
                Directory.CreateDirectory(Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                create.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }
            // SQLite takes an empty file for an empty database.
            File.Open(Database, create).Dispose();
            _ = new SqliteTable(Database, "machines");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException([$"Standalone__Folder: {Path.GetFullPath(Database)} cannot be written to. "
                + "Set it to a folder that the program's user may write to, or let that user write to this one."]);
        }
        catch (DbException e)
        {
            throw new SettingsException([$"Standalone__Folder: {Path.GetFullPath(Database)} cannot be opened as a database ({e.Message.TrimEnd('.')}). "
                + "Set it to another folder, or put a backup in the file's place."]);
        }
    }

    private static ImmutableArray<string> ReadAddresses(SettingsReader settings)
    {
        var told = settings.Optional(Urls) ?? DefaultAddress;
        var addresses = told.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToImmutableArray();
        if (!addresses.IsEmpty && addresses.All(IsAddress)) return addresses;
        settings.Problem($"{Urls} is no http address to listen on. "
            + $"Set it to one like {DefaultAddress} or http://0.0.0.0:8080; https is for a proxy before it.");
        return [DefaultAddress];
    }

    /// <summary>A name that is none of this machine's would let the server listen everywhere.</summary>
    private static bool IsAddress(string text)
    {
        try
        {
            return BindingAddress.Parse(text) is { Scheme: "http", PathBase: "", Port: >= 0 and <= IPEndPoint.MaxPort } address
                && (address.Host is "*" or "+" || IPAddress.TryParse(address.Host, out _) || (IsLoopback(address.Host) && address.Port > 0));
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static string DefaultFolder => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "gpu-chatops");
}
