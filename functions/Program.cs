using System.Globalization;
using ChatOps.Core.Yaml;
using ChatOps.Functions.Hosts;
using ChatOps.Functions.Settings;

try
{
    var port = Environment.GetEnvironmentVariable(CustomHandler.PortVariable);
    await using var app = (args, port) switch
    {
        ([Standalone.Switch], _) => Standalone.Build(),
        ([], { Length: > 0 }) => CustomHandler.Build(int.Parse(port, CultureInfo.InvariantCulture)),
        _ => null,
    };
    if (app is null)
    {
        Console.Error.WriteLine($"The Azure Functions host starts this program and sets {CustomHandler.PortVariable}. To run it by itself: {Standalone.Switch}");
        return 2;
    }
    await app.RunAsync();
    return 0;
}
catch (Exception e) when (e is SettingsException or InvalidFileException)
{
    // For whoever starts it; a stack trace would say less.
    Console.Error.WriteLine(e.Message);
    return 1;
}
