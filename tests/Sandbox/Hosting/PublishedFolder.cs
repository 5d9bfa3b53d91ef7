using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOps.Azure.Storage;
using ChatOps.Sandbox.Hosting;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Sandbox.Hosting;

/// <summary>A published app whose handler is a script: it writes down what it is sent, and answers as it is told.</summary>
public sealed class PublishedFolder : IDisposable
{
    /// <summary>Answers are read anew for each request, by path; <c>hold</c> waits for a GET of /release.</summary>
    private const string Script = """
        const fs = require('fs'), http = require('http'), path = require('path');
        const root = process.env.FUNCTIONS_APP_ROOT_PATH, held = [];
        const answers = () => JSON.parse(fs.readFileSync(path.join(root, 'answers.json')));
        if (answers().exitAtStart) { console.error('no settings today'); process.exit(3); }
        console.log('up: ' + process.argv.slice(2).join(' '));
        http.createServer((request, response) => {
          const chunks = [];
          request.on('data', chunk => chunks.push(chunk)).on('end', () => {
            const body = Buffer.concat(chunks).toString(), { method, url, headers } = request;
            if (url === '/') return response.writeHead(404).end();
            if (url === '/release') { held.splice(0).forEach(go => go()); return response.end(); }
            fs.appendFileSync(path.join(root, 'sent.jsonl'), JSON.stringify({ method, url, headers, body, env: process.env, cwd: process.cwd() }) + '\n');
            const answer = answers()[new URL(url, 'http://h').pathname.slice(1)] ?? {};
            if (answer.exit) process.exit(7);
            const go = () => response
              .writeHead(answer.status ?? 200, { 'Content-Type': 'application/json', ...answer.headers })
              .end(answer.body ?? '{}');
            if (answer.hold) held.push(go); else go();
          });
        }).listen(process.env.FUNCTIONS_CUSTOMHANDLER_PORT, '127.0.0.1');
        """;

    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, object> _answers = [];

    public PublishedFolder()
    {
        Tool.Needs("node", "nodejs");
        var node = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "node"));
        _folder.Write("handler.js", Script);
        // A link: what was just written itself may be held open by another test's process that is being started, and not run then.
        File.CreateSymbolicLink(_folder.At("handler"), node.First(File.Exists));
        Answers("", new { });
        Host("");
        Function("health", """{"type":"httpTrigger","name":"req","authLevel":"anonymous","methods":["get"]},{"type":"http","direction":"out","name":"res"}""");
    }

    public string Root => _folder.Root;

    /// <summary>Unlike any other test's.</summary>
    public string Queue { get; } = Azurite.NewName();

    /// <summary>What the handler was sent.</summary>
    public IReadOnlyList<Sent> Sent => File.Exists(_folder.At("sent.jsonl"))
        ? [.. File.ReadLines(_folder.At("sent.jsonl")).Select(line => JsonSerializer.Deserialize<Sent>(line, JsonSerializerOptions.Web)).OfType<Sent>()]
        : [];

    /// <param name="queues">What stands in the queues section of host.json.</param>
    /// <param name="handler">What stands in the customHandler section besides.</param>
    /// <param name="more">What stands at its top besides, with a comma before.</param>
    public void Host(
        [StringSyntax("json")] string queues,
        string handler = """ "description":{"defaultExecutablePath":"handler","arguments":["handler.js"]},"enableProxyingHttpRequest":true """,
        string more = "")
    {
        _folder.Write("host.json", $$"""
            { "version": "2.0", // comments are allowed
              "customHandler": { {{handler}} },
              "extensions": { "queues": { {{queues}} } },
              "extensionBundle": { "id": "Microsoft.Azure.Functions.ExtensionBundle", "version": "[4.*, 5.0.0)" }{{more}} }
            """);
    }

    public void Function(string name, [StringSyntax("json")] string bindings, string more = "") =>
        _folder.Write($"{name}/function.json", $$"""{"bindings":[{{bindings}}]{{more}}}""");

    /// <summary>Adds a function that listens to <see cref="Queue"/>.</summary>
    public void QueueFunction(string name = "work") =>
        Function(name, $$"""{"type":"queueTrigger","direction":"in","name":"message","queueName":"{{Queue}}","connection":"AzureWebJobsStorage"}""");

    public void TimerFunction(string name, string schedule, string more = "") =>
        Function(name, $$"""{"type":"timerTrigger","direction":"in","name":"timer","schedule":"{{schedule}}"{{more}}}""");

    /// <summary>From now on, a path is answered so.</summary>
    public void Answers(string path, object answer)
    {
        _answers[path] = answer;
        // At once: the handler may be reading it.
        File.Move(_folder.Write("answers.new", JsonSerializer.Serialize(_answers)), _folder.At("answers.json"), overwrite: true);
    }

    public FunctionsHostOptions Options(QueueServiceClient queues) => new()
    {
        AppRoot = Root,
        Settings = new Dictionary<string, string>(),
        Queues = queues,
    };

    public void Dispose() => _folder.Dispose();
}

/// <summary>A request as the handler saw it, with its own surroundings.</summary>
public sealed record Sent(string Method, string Url, Dictionary<string, string> Headers, string Body, Dictionary<string, string> Env, string Cwd)
{
    public JsonNode Json => JsonNode.Parse(Body) ?? throw new InvalidOperationException("It is null.");
}
