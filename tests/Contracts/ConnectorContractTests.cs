using ChatOps.Sandbox;
using ChatOps.Sandbox.Loopback;
using ChatOps.Sandbox.Play;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Contracts;

/// <summary>What the bot sends to the Bot Connector, and what its stand-in answers, is what Microsoft's OpenAPI file says.</summary>
[Collection(ContractCollection.Name)]
public sealed class ConnectorContractTests(TeamsIssuer issuer)
{
    private const string Missing = "The Bot Connector's contract was not checked: there is no OpenAPI file. "
        + "Put ConnectorAPI.json into botframework, as CONTRIBUTING.md says.";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string? Specification => OpenApi.Find(Path.Combine("botframework", "ConnectorAPI.json"), Missing);

    [Fact]
    public async Task Everything_that_was_said_to_the_connector_in_this_run_is_as_Microsoft_specifies_it()
    {
        if (Specification is not { } specification)
        {
            TestContext.Current.AddWarning(Missing);
            return;
        }
        // So that there is something to look at when this test runs alone.
        var trial = new Trial { Teams = new TeamsTrial(await issuer.StartedAsync()) { IsPlayed = true } };
        var path = Repository.At("tests", "scenarios", "teams", "removed.chat");
        Assert.Null(await Scenario.PlayAsync(
            path, trial, Repository.Blueprints, _ => { }, restartAlways: false, LineLogs.To(TextWriter.Null), Cancellation));

        var (total, exchanges) = (ConnectorTraffic.Total, ConnectorTraffic.Distinct);
        var verdicts = await OpenApi.ValidateConnectorAsync(specification, exchanges, Cancellation);

        // As a warning, because of a test that passes nothing else is shown.
        TestContext.Current.AddWarning($"Contracts: {total} exchanges with the Bot Connector's stand-in, {exchanges.Count} of different shape, "
            + $"{verdicts.Select(verdict => verdict.Operation).Distinct().Count()} operations, checked against Microsoft's OpenAPI file.");
        var wrong = exchanges.Zip(verdicts)
            .SelectMany(pair => pair.Second.Violations.Select(violation => $"{pair.First.Method} {pair.First.Url} ({pair.First.Status}): {violation}"))
            .ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task What_is_not_as_Microsoft_specifies_it_is_found_and_named()
    {
        if (Specification is not { } specification) return;
        (string Wrong, HttpExchange Exchange, string? Says)[] cases =
        [
            ("nothing", Sent("""{"type":"message","text":"hello"}"""), null),
            ("an unknown type", Sent("""{"type":"shout","text":"hello"}"""), "request /type: must be equal to one of the allowed values"),
            ("no type", Sent("""{"text":"hello"}"""), "must have required property 'type'"),
            ("a number for a text", Sent("""{"type":"message","text":3}"""), "request /text: must be string"),
            ("something unheard of", Sent("""{"type":"message","colour":"red"}"""), "\"additionalProperty\":\"colour\""),
            ("something unheard of in an attachment", Sent("""{"type":"message","attachments":[{"type":"x"}]}"""), "request /attachments/0"),
            ("no id", Sent("""{"type":"message","text":"hello"}""", "{}"), "must have required property 'id'"),
            ("an unheard-of status", Sent("""{"type":"message","text":"hello"}""") with { Status = 299 }, "response: 299 is not described"),
            ("an error of another form", Sent("""{"type":"message","text":"hello"}""", """{"code":"No"}""") with { Status = 403 }, "'error'"),
            ("an operation that there is not", Exchange("PATCH", "v3/conversations/a:1", 200, null, null), "There is no such operation."),
            ("a query that there is not", Exchange("GET", "v3/conversations/a:1/pagedmembers?page=1", 200, null, "{}"), "no such query parameter as page"),
            ("a body where there is none", Exchange("DELETE", "v3/conversations/a:1/activities/1", 200, null, "{}"), "a body where none is described"),
        ];

        var verdicts = await OpenApi.ValidateConnectorAsync(specification, [.. cases.Select(given => given.Exchange)], Cancellation);

        foreach (var ((what, _, says), verdict) in cases.Zip(verdicts))
        {
            if (says is null) Assert.Empty(verdict.Violations);
            else Assert.True(verdict.Violations.Any(v => v.Contains(says, StringComparison.Ordinal)), $"{what}: {string.Join("; ", verdict.Violations)}");
        }
    }

    [Fact]
    public void Exchanges_that_differ_in_names_or_in_what_a_card_shows_have_one_shape()
    {
        var one = Sent("""{"type":"message","attachments":[{"content":{"body":[]}}]}""");
        var elsewhere = one with { Url = new Uri("https://api.botframework.com/v3/conversations/19:b/activities") };

        Assert.Equal(ConnectorTraffic.Shape(one), ConnectorTraffic.Shape(Sent("""{"type":"message","attachments":[{"content":{"title":3}}]}""")));
        Assert.Equal(ConnectorTraffic.Shape(one), ConnectorTraffic.Shape(elsewhere));
        Assert.NotEqual(ConnectorTraffic.Shape(one), ConnectorTraffic.Shape(Sent("""{"type":"message","text":"hello"}""")));
        Assert.NotEqual(ConnectorTraffic.Shape(one), ConnectorTraffic.Shape(one with { Status = 404 }));
    }

    private static HttpExchange Sent(string activity, string answer = """{"id":"1"}""") =>
        Exchange("POST", "v3/conversations/a:1/activities", 201, activity, answer);

    private static HttpExchange Exchange(string method, string path, int status, string? request, string? answer)
    {
        var none = new Dictionary<string, string>();
        return new HttpExchange(method, new Uri($"https://api.botframework.com/{path}"), none, request, status, none, answer);
    }
}
