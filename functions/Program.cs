using System.Globalization;
using System.Net.Sockets;
using ChatOps.Core.Yaml;
using ChatOps.Functions;
using ChatOps.Functions.Hosts;
using ChatOps.Functions.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Hosting;

const string Usage = $"The Azure Functions host starts this program and sets {CustomHandler.PortVariable}. To run it by itself: {Standalone.Switch}";
const string Verbs = $"{AuditVerb.Usage}\n{FocusVerb.Usage}\n{PricesVerb.Usage}";

try
{
    var port = Environment.GetEnvironmentVariable(CustomHandler.PortVariable);
    switch (args, port)
    {
        case (["--help" or "-h" or "-?"], _):
            Console.WriteLine($"{Usage}\nfunctions/local.settings.json.example says what it is told by settings.\n{Verbs}");
            return 0;
        case ([AuditVerb.Name, .. var words], _):
            return await AuditVerb.RunAsync(words, Console.Out, Console.Error);
        case ([FocusVerb.Name, .. var words], _):
            return await FocusVerb.RunAsync(words, TimeProvider.System, Console.Out, Console.Error);
        case ([PricesVerb.Name, .. var words], _):
            return await PricesVerb.RunAsync(words, Console.Out, Console.Error);
        case ([Standalone.Switch], _):
            return await RunAsync(Standalone.Build);
        case ([], { Length: > 0 }) when IsPort(port, out var number):
            return await RunAsync(() => CustomHandler.Build(number));
        case ([], { Length: > 0 }):
            Console.Error.WriteLine($"{CustomHandler.PortVariable} is no port. The Azure Functions host sets it to a number from 1 to 65535.");
            return 2;
        default:
            Console.Error.WriteLine(Usage);
            return 2;
    }
}
// For whoever starts it; a stack trace would say less.
catch (Exception e) when (e is SettingsException or InvalidFileException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

// 3: nothing is wrong with what it was told, and the port may be free the next time.
static async Task<int> RunAsync(Func<WebApplication> build)
{
    await using var app = build();
    // The server forgets them when it cannot have them.
    var addresses = string.Join(" and ", app.Urls.DefaultIfEmpty("the loopback"));
    try
    {
        await app.StartAsync();
    }
    catch (Exception e) when (e is SocketException or IOException { InnerException: AddressInUseException })
    {
        Console.Error.WriteLine(e is SocketException ? $"Cannot listen on {addresses}: {e.Message}." : e.Message);
        return 3;
    }
    await app.WaitForShutdownAsync();
    return 0;
}

static bool IsPort(string text, out int port) =>
    int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= ushort.MaxValue;
