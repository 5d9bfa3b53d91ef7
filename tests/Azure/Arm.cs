using System.Buffers;
using System.Collections.Immutable;
using System.IO.Pipelines;
using System.Net;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.ResourceManager;
using ChatOps.Azure;
using ChatOps.Core.Blueprints;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Azure;

/// <summary>The product's connection to ARM, with answers of a test's own, and the names that its tests share.</summary>
internal static class Arm
{
    public const string Subscription = "00000000-0000-4000-8000-00000000c0de";

    public static readonly BlueprintCatalog Blueprints = BlueprintCatalog.Load(Repository.Blueprints, drafts: false);

    public static readonly AzureSite Site = new(Subscription, "gpu-machines",
        new[] { "eastus", "westus2" }.ToImmutableDictionary(
            r => r,
            r => $"/subscriptions/{Subscription}/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/vnet-{r}/subnets/machines"),
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFakeKeyForTestsOnly test");

    public static ArmClient Open(HttpPipelineTransport transport) => ArmConnection.Open(Subscription, new AnyToken(), transport);

    /// <summary>Each request takes the next answer; the last one is given for ever.</summary>
    public static HttpPipelineTransport Answering(params Func<HttpRequestMessage, HttpResponseMessage>[] answers) =>
        new HttpClientTransport(new HttpClient(new Answers(answers)));

    public static HttpResponseMessage Answer(int status, string body, params (string Name, string Value)[] headers)
    {
        // As from a network: a content that could be read twice is treated by the SDK as read already.
        var content = new StreamContent(PipeReader.Create(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(body))).AsStream());
        content.Headers.Add("Content-Type", "application/json; charset=utf-8");
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = content };
        foreach (var (name, value) in headers) response.Headers.TryAddWithoutValidation(name, value);
        return response;
    }

    private sealed class Answers(Func<HttpRequestMessage, HttpResponseMessage>[] answers) : HttpMessageHandler
    {
        private int _next;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = answers[Math.Min(_next++, answers.Length - 1)](request);
            response.RequestMessage = request;
            return Task.FromResult(response);
        }
    }

    private sealed class AnyToken : TokenCredential
    {
        private static readonly AccessToken Token = new("test", DateTimeOffset.MaxValue);

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => Token;

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(Token);
    }
}
