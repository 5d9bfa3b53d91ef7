using System.Diagnostics;
using System.Net;
using Azure.Core;
using Azure.Identity;
using ChatOps.Azure;
using ChatOps.Azure.Storage;
using ChatOps.Functions.Endpoints;
using ChatOps.Functions.Sandboxed;
using ChatOps.Functions.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChatOps.Functions.Hosts;

/// <summary>The program as the Azure Functions host runs it: the host owns HTTP, queues and timers, and calls it on the loopback (docs/adr/0006).</summary>
internal static class CustomHandler
{
    /// <summary>Where the host tells its handler which port to listen on.</summary>
    public const string PortVariable = "FUNCTIONS_CUSTOMHANDLER_PORT";

    /// <exception cref="SettingsException">Settings are missing or wrong.</exception>
    public static WebApplication Build(int port)
    {
        var builder = Web.Builder(secrets: false);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        var credential = new DefaultAzureCredential();
        var (options, storage) = Read(builder.Configuration, credential);
        var tables = storage.OpenTables();
        builder.Services.AddSingleton(services =>
        {
            var logs = services.GetRequiredService<ILoggerFactory>();
            var nudges = new QueueNudges(storage.OpenQueues(QueueNudges.ClientOptions()), logs.CreateLogger<QueueNudges>());
            return new Product(Outside.Of(options, name => new AzureTable(tables.GetTableClient(name)), nudges, credential, logs));
        });
        // The host's timers run on one instance; this is about what each has in memory, and by a clock that does not stand still.
        foreach (var chore in (Func<Product, Chore>[])[p => p.AuditNotes, p => p.KnownGroups])
        {
            builder.Services.AddSingleton<IHostedService>(services => new ChoreLoop(
                chore(services.GetRequiredService<Product>()), TimeProvider.System, services.GetRequiredService<ILogger<ChoreLoop>>(),
                services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted));
        }

        var app = builder.Build();
        var logs = app.Services.GetRequiredService<ILoggerFactory>();
        var product = app.Services.GetRequiredService<Product>();
        EndpointList.Map(app, product, logs.CreateLogger<Product>());
        if (options.Sandbox is not null) ChatEndpoint.Map(app, product);
        return app;
    }

    /// <exception cref="SettingsException">Settings are missing or wrong.</exception>
    public static (ProgramOptions Options, StorageConnection Storage) Read(IConfiguration configuration, TokenCredential credential)
    {
        var settings = new SettingsReader(configuration);
        var (options, storage) = (ProgramOptions.Read(settings), StorageOptions.Read(settings, credential));
        if (storage is { IsEmulator: false }) options.RefuseSandbox(settings, "storage is not the emulator on this machine");
        settings.ThrowIfWrong(
            AzureOptions.Section, MetricsOptions.Section, GraphOptions.Section, PricesOptions.Section, BlueprintOptions.Section,
            BlueprintOptions.PolicySection, TeamsOptions.Section, SlackOptions.Section, SandboxOptions.Section);
        return (options, storage ?? throw new UnreachableException());
    }
}
