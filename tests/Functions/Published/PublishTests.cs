using System.Reflection.PortableExecutable;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Functions.Published;

/// <summary><c>dotnet publish functions -c Release</c> leaves exactly what the Functions host reads.</summary>
public sealed class PublishTests(PublishedProgram program)
{
    [Fact]
    public async Task Puts_host_json_and_the_handler_that_it_names_side_by_side()
    {
        var folder = await program.FolderAsync();

        Assert.Equal(File.ReadAllText(Repository.At("host.json")), File.ReadAllText(Path.Combine(folder, "host.json")));
        if (!OperatingSystem.IsWindows()) Assert.True(File.GetUnixFileMode(Path.Combine(folder, "ChatOps.Functions")).HasFlag(UnixFileMode.UserExecute));
    }

    [Fact]
    public async Task Puts_a_folder_for_each_function_beside_them_and_nothing_else_into_it()
    {
        var folder = await program.FolderAsync();
        var functions = Directory.GetDirectories(Repository.At("functions"))
            .Where(function => File.Exists(Path.Combine(function, "function.json")))
            .Select(Path.GetFileName);

        var published = Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file))
            .Where(file => file.Contains('/') && !file.StartsWith("blueprints/", StringComparison.Ordinal));

        Assert.Equal(functions.Select(name => $"{name}/function.json").Order(StringComparer.Ordinal), published.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Brings_blueprints_policy_and_every_released_version()
    {
        var folder = Path.Combine(await program.FolderAsync(), "blueprints");

        Assert.Equal(Files(Repository.Blueprints), Files(folder));
    }

    [Fact]
    public async Task Brings_its_own_runtime_compiled_in_advance()
    {
        var folder = await program.FolderAsync();

        Assert.True(File.Exists(Path.Combine(folder, "libcoreclr.so")));
        foreach (var assembly in (string[])["ChatOps.Functions", "ChatOps.Core", "ChatOps.Azure", "ChatOps.Bot", "Azure.Core", "YamlDotNet"])
        {
            using var reader = new PEReader(File.OpenRead(Path.Combine(folder, $"{assembly}.dll")));
            Assert.True(reader.PEHeaders.CorHeader?.ManagedNativeHeaderDirectory.Size > 0, $"{assembly} is compiled at each start.");
        }
    }

    [Fact]
    public async Task Brings_nothing_of_the_sandbox_of_tests_or_of_a_developer_s_settings()
    {
        var files = Directory.GetFiles(await program.FolderAsync(), "*", SearchOption.AllDirectories).Select(Path.GetFileName);

        Assert.DoesNotContain(files, file => file is not null
            && (file.Contains("Sandbox", StringComparison.Ordinal) || file.Contains("xunit", StringComparison.Ordinal)
                || file.Contains("local.settings", StringComparison.Ordinal) || file == "packages.lock.json"));
    }

    private static IEnumerable<string> Files(string folder) =>
        Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal);
}
