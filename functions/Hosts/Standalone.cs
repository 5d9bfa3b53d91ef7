using Azure.Identity;
using ChatOps.Core.Machines;
using ChatOps.Core.State;
using ChatOps.Functions.Endpoints;
using ChatOps.Functions.Sandboxed;
using ChatOps.Functions.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChatOps.Functions.Hosts;

/// <summary>The program on one machine, by itself: state in SQLite, nudges in memory, timers of its own. What a restart forgets, the sweep finds.</summary>
internal static class Standalone
{
    public const string Switch = "--standalone";

    /// <exception cref="SettingsException">Settings are missing or wrong.</exception>
    public static WebApplication Build()
    {
        var builder = Web.Builder(secrets: true);
        var (options, standalone) = Read(builder.Configuration);
        standalone.OpenDatabase();

        var (nudges, time) = (new NudgeQueue(), Outside.Time(options));
        builder.Services.AddSingleton(services => new Product(Outside.Of(
            options, name => new SqliteTable(standalone.Database, name), nudges, new DefaultAzureCredential(), services.GetRequiredService<ILoggerFactory>())));
        builder.Services.AddHostedService(services => new NudgeLoop(
            nudges, Product(services), time, Logger<NudgeLoop>(services), Listening(services)));
        // Nobody tells here when Azure is done, and reading a file costs nothing.
        foreach (var chore in (Func<Product, Chore>[])
            [
                p => p.Sweep with { Every = Waits.Soon }, p => p.Rounds, p => p.Inventory, p => p.Meter, p => p.Digest, p => p.Reap, p => p.Audit,
                p => p.AuditNotes, p => p.KnownGroups,
            ])
        {
            builder.Services.AddSingleton<IHostedService>(services =>
                new ChoreLoop(chore(Product(services)), time, Logger<ChoreLoop>(services), Listening(services)));
        }

        var app = builder.Build();
        foreach (var address in standalone.Addresses) app.Urls.Add(address);
        var product = Product(app.Services);
        HealthEndpoint.Map(app, product, Logger<Product>(app.Services));
        MessagesEndpoint.Map(app, product);
        SlackEndpoint.Map(app, product);
        if (options.Sandbox is not null) ChatEndpoint.Map(app, product);
        return app;
    }

    private static (ProgramOptions Options, StandaloneOptions Standalone) Read(IConfiguration configuration)
    {
        var settings = new SettingsReader(configuration);
        var (options, standalone) = (ProgramOptions.Read(settings), StandaloneOptions.Read(settings));
        if (options.Azure.Tells)
            settings.Problem("Azure__EventGrid is true, but Event Grid's queue is not read here. Leave it out: Azure is asked instead.");
        if (!standalone.IsLocal) options.RefuseSandbox(settings, "ASPNETCORE_URLS lets others than this machine in");
        settings.ThrowIfWrong(
            AzureOptions.Section, MetricsOptions.Section, GraphOptions.Section, PricesOptions.Section, BlueprintOptions.Section,
            BlueprintOptions.PolicySection, TeamsOptions.Section, SlackOptions.Section, SandboxOptions.Section,
            StandaloneOptions.Section);
        return (options, standalone);
    }

    private static CancellationToken Listening(IServiceProvider services) => services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted;

    private static Product Product(IServiceProvider services) => services.GetRequiredService<Product>();

    private static ILogger<T> Logger<T>(IServiceProvider services) => services.GetRequiredService<ILogger<T>>();
}
