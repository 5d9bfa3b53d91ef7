using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ChatOps.Bot.Channels.Slack;
using ChatOps.Bot.Channels.Slack.Signing;
using ChatOps.Functions;
using ChatOps.Functions.Endpoints;
using ChatOps.Sandbox.Loopback;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ChatOps.Bench;

/// <summary>The product behind its real endpoint, on SQLite, with a Web API that knows everybody and takes everything, in this process.</summary>
internal sealed class SlackBench : ILoaded
{
    private const string Workspace = "T0123456789";
    private const string Secret = "8f742231b10e8888abcd99yyyzzz85a5";

    /// <summary>Requests that are made for each second; more than can be answered.</summary>
    private const int PerSecond = 30_000;

    private readonly SlackSignatures _signer = new(Secret, TimeProvider.System);
    private readonly LoopbackServer _slack;
    private readonly SocketsHttpHandler _http = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chatops-bench-");
    private BenchProgram? _program;
    private int _cards;

    private SlackBench() => _slack = new LoopbackServer(web => web.Run(AnswerAsync));

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public int Cards => _cards;

    public static async Task<SlackBench> StartAsync(CancellationToken cancellationToken)
    {
        var bench = new SlackBench();
        await bench._slack.StartAsync(cancellationToken);
        bench._program = await BenchProgram.StartAsync(host => host with { Slack = bench.Site() }, bench.Map, cancellationToken);
        bench.Address = new Uri(bench._program.Address, "api/slack/commands");
        return bench;
    }

    /// <summary>
    /// No request may come twice, so that each has a trigger and a signature of its own. They are made before, as they go over the wire: wrk
    /// has nothing to do but to read them. They are good for five minutes.
    /// </summary>
    public string WriteScript(string said, string run, int seconds)
    {
        var (requests, script) = (Path.Combine(_folder.FullName, "requests"), Path.Combine(_folder.FullName, "say.lua"));
        var timestamp = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using (var file = new StreamWriter(requests))
        {
            file.NewLine = "\n";
            for (var number = 0; number < seconds * PerSecond; number++)
            {
                var request = Request(Command(number % Stock.People.Length, said, $"{run}-{number}"), timestamp);
                file.WriteLine(request.Length);
                file.Write(request);
            }
        }
        File.WriteAllText(script, $"""
            local requests = io.open("{requests}", "rb")
            function request()
                return requests:read(tonumber(requests:read("*l")))
            end
            """);
        return script;
    }

    public async ValueTask DisposeAsync()
    {
        if (_program is not null) await _program.DisposeAsync();
        _http.Dispose();
        await _slack.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private SlackSite Site() => new()
    {
        SigningSecret = Secret,
        Workspaces = ImmutableDictionary<string, string>.Empty.Add(Workspace, "xoxb-1"),
        Api = new Uri(_slack.Address, "api/"),
        Http = _http,
        TrustsLoopback = true,
        Waiting = new HastyTime(),
    };

    /// <summary>Counts the answers that have something in them.</summary>
    private void Map(IEndpointRouteBuilder routes, Product product)
    {
        if (routes is IApplicationBuilder app)
        {
            app.Use(next => async http =>
            {
                await next(http);
                if (http.Response is { StatusCode: StatusCodes.Status200OK, ContentType: not null }) Interlocked.Increment(ref _cards);
            });
        }
        SlackEndpoint.Map(routes, product);
    }

    private string Request(string body, string timestamp) => string.Join("\r\n",
        $"POST {Address.AbsolutePath} HTTP/1.1",
        "User-Agent: Slackbot 1.0 (+https://api.slack.com/robots)",
        "Accept-Encoding: gzip,deflate",
        "Accept: application/json,*/*",
        $"X-Slack-Signature: {_signer.Sign(timestamp, Encoding.UTF8.GetBytes(body))}",
        $"X-Slack-Request-Timestamp: {timestamp}",
        $"Content-Length: {body.Length}",
        "Content-Type: application/x-www-form-urlencoded",
        $"Host: {Address.Authority}",
        "",
        body);

    /// <summary>From the direct messages with the bot.</summary>
    private string Command(int number, string said, string trigger) => string.Join('&',
        "token=gIkuvaNzQIHg97ATvDxqgjtO", $"team_id={Workspace}", "team_domain=contoso", $"channel_id=D{number:0000000000}", "channel_name=directmessage",
        $"user_id={UserId(number)}", $"user_name={Stock.People[number].Handle}", "command=%2Fgpu", $"text={WebUtility.UrlEncode(said)}",
        "api_app_id=A0123456789", "is_enterprise_install=false",
        $"response_url={WebUtility.UrlEncode($"{_slack.Address}hooks/{Workspace}/397700885554/96rGlfmibIGlgcZRskXaIFfN")}",
        $"trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c.{trigger}");

    private static string UserId(int number) => $"U{number:0000000000}";

    private Task AnswerAsync(HttpContext http)
    {
        http.Response.ContentType = "application/json";
        return http.Request.Path.Value switch
        {
            "/api/users.info" => http.Response.WriteAsync(User(int.Parse($"{http.Request.Query["user"]}"[1..], CultureInfo.InvariantCulture)).ToJsonString()),
            "/api/conversations.open" => OpenAsync(http),
            // Somebody's answer, which is how it becomes known which blocks the workspace takes.
            _ => http.Response.WriteAsync("ok"),
        };
    }

    private static async Task OpenAsync(HttpContext http)
    {
        var user = $"{(await JsonNode.ParseAsync(http.Request.Body))?["users"]}";
        await http.Response.WriteAsync(new JsonObject { ["ok"] = true, ["channel"] = new JsonObject { ["id"] = $"D{user[1..]}" } }.ToJsonString());
    }

    private static JsonObject User(int number) => new()
    {
        ["ok"] = true,
        ["user"] = new JsonObject
        {
            ["id"] = UserId(number),
            ["team_id"] = Workspace,
            ["name"] = Stock.People[number].Handle,
            ["is_email_confirmed"] = true,
            ["profile"] = new JsonObject { ["email"] = Stock.People[number].Email },
        },
    };
}
