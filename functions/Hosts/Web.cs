using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace ChatOps.Functions.Hosts;

/// <summary>What every host of the product has of ASP.NET Core: only what is used, because each start is somebody's waiting.</summary>
internal static class Web
{
    /// <summary>An envelope holds a queue's message, 64 KiB at most, escaped twice; a chat's message is shorter.</summary>
    private const long LongestBody = 1024 * 1024;

    /// <param name="secrets">Whether the user secrets of a developer are read.</param>
    public static WebApplicationBuilder Builder(bool secrets)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        if (secrets) builder.Configuration.AddInMemoryCollection(UserSecrets());
        builder.Configuration.AddEnvironmentVariables();
        builder.Logging
            .AddConfiguration(builder.Configuration.GetSection("Logging"))
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information)
            // What else it has to say of a start that fails is a stack beside the sentence that Program says.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical)
            // It would time each request and put its id before each line of ours.
            .AddFilter("Microsoft.AspNetCore.Hosting", LogLevel.None)
            // A setting may name another, as the systemd unit does.
            .AddConsole(console => console.FormatterName ??= ConsoleFormatterNames.Simple);
        builder.Services.AddSingleton<IExternalScopeProvider, OwnScopes>();
        builder.Services.Configure<SimpleConsoleFormatterOptions>(console =>
        {
            console.SingleLine = true;
            console.IncludeScopes = true;
        });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LongestBody;
        });
        builder.Services.AddRoutingCore();
        return builder;
    }

    /// <summary>A secret is kept under its name as it was typed, which here is the same as anywhere else: with two underscores.</summary>
    private static IEnumerable<KeyValuePair<string, string?>> UserSecrets() => new ConfigurationBuilder()
        .AddUserSecrets(typeof(Product).Assembly, optional: true)
        .Build()
        .AsEnumerable()
        .Where(secret => secret.Value is not null)
        .Select(secret => KeyValuePair.Create(secret.Key.Replace("__", ":", StringComparison.Ordinal), secret.Value));
}
