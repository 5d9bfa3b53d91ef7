using System.Globalization;
using ChatOps.Core.Yaml;
using ChatOps.Functions.Hosts;
using ChatOps.Functions.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;

const string Usage = $"The Azure Functions host starts this program and sets {CustomHandler.PortVariable}. To run it by itself: {Standalone.Switch}";

try
{
    var port = Environment.GetEnvironmentVariable(CustomHandler.PortVariable);
    switch (args, port)
    {
        case (["--help" or "-h" or "-?"], _):
            Console.WriteLine($"{Usage}\nfunctions/local.settings.json.example says what it is told by settings.");
            return 0;
        case ([Standalone.Switch], _):
            await RunAsync(Standalone.Build);
            return 0;
        case ([], { Length: > 0 }) when IsPort(port, out var number):
            await RunAsync(() => CustomHandler.Build(number));
            return 0;
        case ([], { Length: > 0 }):
            Console.Error.WriteLine($"{CustomHandler.PortVariable} is no port. The Azure Functions host sets it to a number from 1 to 65535.");
            return 2;
        default:
            Console.Error.WriteLine(Usage);
            return 2;
    }
}
// For whoever starts it; a stack trace would say less.
catch (Exception e) when (e is SettingsException or InvalidFileException or IOException { InnerException: AddressInUseException })
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

static async Task RunAsync(Func<WebApplication> build)
{
    await using var app = build();
    await app.RunAsync();
}

static bool IsPort(string text, out int port) =>
    int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= ushort.MaxValue;
