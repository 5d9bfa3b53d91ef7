using System.Reflection;
using System.Xml.Linq;
using ChatOps.Bot;
using ChatOps.Core.Machines;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Architecture;

/// <summary>Arrows point one way: functions, sandbox → bot, azure → core.</summary>
public sealed class ProjectTests
{
    [Theory]
    [InlineData("core", "")]
    [InlineData("azure", "core")]
    [InlineData("bot", "core")]
    [InlineData("functions", "azure, bot, core")]
    [InlineData("sandbox", "functions")]
    public void References_only_what_the_arrows_allow(string project, string allowed)
    {
        var file = Directory.GetFiles(Path.Combine(Repository.Root, project), "*.csproj").Single();
        var references = XDocument.Load(file)
            .Descendants("ProjectReference")
            .Select(r => (string?)r.Attribute("Include") ?? "")
            .Select(path => path.Split('/')[1])
            .Order(StringComparer.Ordinal);
        Assert.Equal(allowed, string.Join(", ", references));
    }

    [Theory]
    [InlineData("System.Net.Http")]
    [InlineData("Microsoft.AspNetCore")]
    [InlineData("Azure.")]
    [InlineData("ChatOps.Azure")]
    [InlineData("ChatOps.Bot")]
    [InlineData("Spectre.")]
    public void Core_knows_no_HTTP_no_Azure_and_no_chat(string forbidden) =>
        Assert.DoesNotContain(References(typeof(Machine).Assembly), name => name.StartsWith(forbidden, StringComparison.Ordinal));

    [Theory]
    [InlineData("Microsoft.AspNetCore")]
    [InlineData("Azure.")]
    [InlineData("ChatOps.Azure")]
    public void The_bot_knows_no_Azure(string forbidden) =>
        Assert.DoesNotContain(References(typeof(ChatBot).Assembly), name => name.StartsWith(forbidden, StringComparison.Ordinal));

    private static IEnumerable<string> References(Assembly assembly) => assembly.GetReferencedAssemblies().Select(name => name.Name ?? "");
}
