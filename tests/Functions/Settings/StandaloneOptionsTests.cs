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
    public void A_state_that_is_there_is_left_as_it_is()
    {
        var database = _folder.Write("state.db", "what was");

        Read(("STATE_DIRECTORY", _folder.Root));

        Assert.Equal("what was", File.ReadAllText(database));
    }

    // A container's volume that belongs to somebody else, in practice; the user that runs the tests may be allowed anything but this.
    [Fact]
    public void A_folder_that_cannot_be_written_to_is_named_with_the_other_wrong_settings()
    {
        var file = _folder.Write("file", "");

        var problem = Assert.Throws<SettingsException>(() => Read(("Standalone:Folder", Path.Combine(file, "state")))).Message;

        Assert.Contains($"Standalone__Folder: {file}/state/state.db cannot be written to.", problem, StringComparison.Ordinal);
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
