using ChatOps.Functions.Settings;
using ChatOps.Tests.Tools;
using Microsoft.Extensions.Configuration;

namespace ChatOps.Tests.Functions.Settings;

public sealed class StandaloneOptionsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_folder_that_is_told_wins_over_the_one_that_systemd_made()
    {
        var (told, made) = (_folder.At("told"), _folder.At("made"));

        Assert.Equal(told, Read(("Standalone:Folder", told), ("STATE_DIRECTORY", made)).Folder);
        Assert.Equal(made, Read(("STATE_DIRECTORY", made)).Folder);
    }

    [Fact]
    public void Reading_leaves_nothing_behind()
    {
        Read(("Standalone:Folder", _folder.At("state")));

        Assert.False(Directory.Exists(_folder.At("state")));
    }

    [Fact]
    public void A_state_is_made_for_nobody_else_to_read_and_can_be_opened_again()
    {
        var options = Read(("STATE_DIRECTORY", _folder.At("state")));

        options.OpenDatabase();
        options.OpenDatabase();

        if (OperatingSystem.IsWindows()) return;
        const UnixFileMode ReadWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(ReadWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(options.Folder));
        foreach (var file in Directory.GetFiles(options.Folder)) Assert.Equal(ReadWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public void A_file_that_is_no_database_is_left_as_it_is_and_named()
    {
        const string Text = "The state used to be here, and this is longer than the header of any database, so that it cannot be taken for one.";
        var database = _folder.Write("state.db", Text);

        var problem = Assert.Throws<SettingsException>(Read(("STATE_DIRECTORY", _folder.Root)).OpenDatabase).Message;

        Assert.Contains($"- Standalone__Folder: {database} cannot be opened as a database (", problem, StringComparison.Ordinal);
        Assert.Equal(Text, File.ReadAllText(database));
    }

    // A container's volume that belongs to somebody else, in practice; the user that runs the tests may be allowed anything but this.
    [Fact]
    public void A_folder_that_cannot_be_written_to_is_named()
    {
        var file = _folder.Write("file", "");

        var problem = Assert.Throws<SettingsException>(Read(("Standalone:Folder", Path.Combine(file, "state"))).OpenDatabase).Message;

        Assert.Contains($"Standalone__Folder: {file}/state/state.db cannot be written to.", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("http://127.0.0.1:0", true)]
    [InlineData("http://localhost:80;http://[::1]:80", true)]
    [InlineData("http://127.0.0.1:80; http://0.0.0.0:80", false)]
    [InlineData("http://*:80", false)]
    [InlineData("http://+:80", false)]
    [InlineData("http://10.1.2.3", false)]
    public void Listens_on_this_machine_only_unless_it_is_told_otherwise(string? urls, bool isLocal) =>
        Assert.Equal(isLocal, Read(("ASPNETCORE_URLS", urls)).IsLocal);

    [Theory]
    [InlineData("nonsense")]
    [InlineData(";")]
    [InlineData("https://127.0.0.1:443")]
    [InlineData("http://127.0.0.1:8080;https://127.0.0.1:443")]
    [InlineData("http://127.0.0.1:8080/chat")]
    [InlineData("http://127.0.0.1:65536")]
    [InlineData("http://127.0.0.1:http")]
    [InlineData("http://localhost:0")]
    [InlineData("http://chatops.example")]
    [InlineData("http://unix:/run/chatops.sock")]
    public void What_it_cannot_listen_on_is_a_wrong_setting(string urls)
    {
        var problem = Assert.Throws<SettingsException>(() => Read(("ASPNETCORE_URLS", urls))).Message;

        Assert.Contains("- ASPNETCORE_URLS is no http address to listen on. Set it to one like http://127.0.0.1:8080", problem, StringComparison.Ordinal);
    }

    private static StandaloneOptions Read(params (string Key, string? Value)[] told)
    {
        var settings = new SettingsReader(new ConfigurationBuilder()
            .AddInMemoryCollection(told.Select(entry => KeyValuePair.Create(entry.Key, entry.Value))).Build());
        var options = StandaloneOptions.Read(settings);
        settings.ThrowIfWrong();
        return options;
    }
}
