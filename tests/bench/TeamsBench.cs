using System.Text.Json.Nodes;
using ChatOps.Bot.Channels.Teams;
using ChatOps.Core.People;
using ChatOps.Functions.Endpoints;
using ChatOps.Sandbox.Loopback;
using ChatOps.Sandbox.Teams;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ChatOps.Bench;

/// <summary>
/// The product behind its real endpoint, on SQLite, with a connector that takes everything and does nothing; both, and the keys' issuer, in
/// this process.
/// </summary>
internal sealed class TeamsBench : ILoaded
{
    private const string AppId = "00000000-0000-4000-8000-0000000000b0";
    private const string TenantId = "00000000-0000-4000-8000-0000000000ad";

    private readonly TokenIssuer _issuer;
    private readonly LoopbackServer _connector;
    private readonly SocketsHttpHandler _http = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chatops-bench-");
    private BenchProgram? _program;
    private int _sent;

    private TeamsBench(TokenIssuer issuer)
    {
        _issuer = issuer;
        _connector = new LoopbackServer(web => web.Run(AnswerAsync));
    }

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public int Cards => _sent;

    public static async Task<TeamsBench> StartAsync(CancellationToken cancellationToken)
    {
        var bench = new TeamsBench(await TokenIssuer.StartAsync(cancellationToken));
        await bench._connector.StartAsync(cancellationToken);
        bench._program = await BenchProgram.StartAsync(host => host with { Teams = bench.Site() }, MessagesEndpoint.Map, cancellationToken);
        bench.Address = new Uri(bench._program.Address, "api/messages");
        return bench;
    }

    public string WriteScript(string said, string run, int seconds)
    {
        var token = _issuer.Sign(AppId, $"{_connector.Address}", TimeProvider.System.GetUtcNow());
        var file = Path.Combine(_folder.FullName, "say.lua");
        var bodies = Stock.People.Select((person, number) => Activity(number, person, said).ToJsonString());
        File.WriteAllText(file, $$"""
            wrk.method = "POST"
            wrk.headers["Content-Type"] = "application/json; charset=utf-8"
            wrk.headers["Authorization"] = "Bearer {{token}}"
            local bodies = { {{string.Join(", ", bodies.Select(body => $"[==[{body}]==]"))}} }
            local parts = {}
            for number, body in ipairs(bodies) do
                local from, to = string.find(body, "ACTIVITY", 1, true)
                parts[number] = { string.sub(body, 1, from - 1), string.sub(body, to + 1) }
            end
            local said = 0
            function request()
                said = said + 1
                local part = parts[said % #parts + 1]
                return wrk.format(nil, nil, nil, part[1] .. "{{run}}-" .. said .. part[2])
            end
            """);
        return file;
    }

    public async ValueTask DisposeAsync()
    {
        if (_program is not null) await _program.DisposeAsync();
        _http.Dispose();
        await _connector.DisposeAsync();
        await _issuer.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private TeamsSite Site() => new()
    {
        AppId = AppId,
        TenantId = TenantId,
        OpenIdMetadata = _issuer.Metadata,
        Token = _ => new ValueTask<string>("token"),
        Http = _http,
        TrustsLoopback = true,
        Waiting = new HastyTime(),
    };

    private JsonObject Activity(int number, Person person, string said) => new()
    {
        ["type"] = "message",
        ["id"] = "ACTIVITY",
        ["timestamp"] = "2026-11-20T09:00:00.000Z",
        ["localTimezone"] = "Europe/Berlin",
        ["channelId"] = "msteams",
        ["serviceUrl"] = $"{_connector.Address}",
        ["from"] = new JsonObject { ["id"] = $"29:{number}", ["name"] = person.Handle, ["aadObjectId"] = AadObjectId(number) },
        ["conversation"] = new JsonObject { ["id"] = $"a:1-{number}", ["conversationType"] = "personal", ["tenantId"] = TenantId },
        ["recipient"] = new JsonObject { ["id"] = $"28:{AppId}", ["name"] = "GPU ChatOps" },
        ["text"] = said,
        ["textFormat"] = "plain",
        ["entities"] = new JsonArray(new JsonObject
        {
            ["type"] = "clientInfo",
            ["locale"] = "en-US",
            ["country"] = "US",
            ["platform"] = "Windows",
            ["timezone"] = "Europe/Berlin",
        }),
        ["channelData"] = new JsonObject { ["tenant"] = new JsonObject { ["id"] = TenantId } },
        ["locale"] = "en-US",
    };

    private static string AadObjectId(int number) => $"00000000-0000-4000-8000-{number:000000000000}";

    private Task AnswerAsync(HttpContext http)
    {
        http.Response.ContentType = "application/json";
        if (http.Request.Method != "GET")
        {
            Interlocked.Increment(ref _sent);
            http.Response.StatusCode = StatusCodes.Status201Created;
            return http.Response.WriteAsync("""{"id":"1"}""");
        }
        // A member, by the 29:-id or the id in Entra.
        var id = Uri.UnescapeDataString(http.Request.Path.ToString().Split('/')[^1]);
        var number = id.StartsWith("29:", StringComparison.Ordinal) ? int.Parse(id[3..]) : int.Parse(id[^12..]);
        var member = new JsonObject
        {
            ["id"] = $"29:{number}",
            ["name"] = Stock.People[number].Handle,
            ["email"] = Stock.People[number].Email,
            ["userPrincipalName"] = Stock.People[number].Email,
            ["tenantId"] = TenantId,
            ["userRole"] = "user",
            ["aadObjectId"] = AadObjectId(number),
        };
        return http.Response.WriteAsync(member.ToJsonString());
    }
}
