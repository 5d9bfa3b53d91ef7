using ChatOps.Functions.Hosts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatOps.Tests.Functions.Hosts;

public sealed class WebTests
{
    // They tell an operator nothing, and stood before each line.
    [Fact]
    public async Task A_line_of_a_request_carries_our_own_scopes_and_not_the_ids_of_connection_and_request()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var builder = Web.Builder(secrets: false);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        await using var app = builder.Build();
        var scopes = new List<string>();
        app.MapGet("/", () =>
        {
            using var ours = app.Logger.BeginScope("ours");
            app.Services.GetRequiredService<IExternalScopeProvider>().ForEachScope((scope, all) => all.Add($"{scope}"), scopes);
        });
        await app.StartAsync(cancellation);
        using var http = new HttpClient();

        (await http.GetAsync(new Uri(app.Urls.Single()), cancellation)).EnsureSuccessStatusCode().Dispose();

        Assert.Equal(["ours"], scopes);
    }
}
