using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace ChatOps.Azure.Storage;

/// <summary>One queue. Its methods are named and behave as those of Azure.Storage.Queues with messages in base64, as Functions wants them.</summary>
public sealed partial class QueueClient
{
    private readonly Uri _uri;
    private readonly HttpPipeline _pipeline;

    [GeneratedRegex("^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex ValidName();

    internal QueueClient(Uri endpoint, HttpPipeline pipeline, string name)
    {
        if (!ValidName().IsMatch(name)) throw new ArgumentException($"\"{name}\" is no name for a queue.", nameof(name));
        (_uri, _pipeline, Name) = (new Uri($"{endpoint.AbsoluteUri.TrimEnd('/')}/{name}"), pipeline, name);
    }

    public string Name { get; }

    public async Task CreateIfNotExistsAsync(CancellationToken cancellationToken)
    {
        using var message = Message(RequestMethod.Put, "");
        await SendAsync(message, cancellationToken);
    }

    /// <summary>Puts a message that waits for ever; in rare cases twice, when the first answer was lost.</summary>
    /// <param name="visibilityTimeout">For how long nobody receives it yet, at most 7 days.</param>
    public Task SendMessageAsync(string messageText, TimeSpan visibilityTimeout, CancellationToken cancellationToken) =>
        SendEncodedAsync(Convert.ToBase64String(Encoding.UTF8.GetBytes(messageText)), visibilityTimeout, cancellationToken);

    /// <param name="maxMessages">1 to 32.</param>
    /// <param name="visibilityTimeout">For how long nobody else receives them, from a second to 7 days.</param>
    public async Task<IReadOnlyList<QueueMessage>> ReceiveMessagesAsync(int maxMessages, TimeSpan visibilityTimeout, CancellationToken cancellationToken)
    {
        using var message = Message(RequestMethod.Get, "/messages");
        message.Request.Uri.AppendQuery("numofmessages", maxMessages.ToString(CultureInfo.InvariantCulture));
        message.Request.Uri.AppendQuery("visibilitytimeout", Seconds(visibilityTimeout));
        return QueueMessage.ReadList((await SendAsync(message, cancellationToken)).Content.ToStream());
    }

    /// <summary>Changes for how long from now nobody receives it, and its receipt with it.</summary>
    /// <returns>The new receipt.</returns>
    public async Task<string> UpdateMessageAsync(string messageId, string popReceipt, TimeSpan visibilityTimeout, CancellationToken cancellationToken)
    {
        using var message = Message(RequestMethod.Put, $"/messages/{messageId}");
        message.Request.Uri.AppendQuery("popreceipt", popReceipt, escapeValue: true);
        message.Request.Uri.AppendQuery("visibilitytimeout", Seconds(visibilityTimeout));
        var response = await SendAsync(message, cancellationToken);
        return response.Headers.TryGetValue("x-ms-popreceipt", out var receipt) ? receipt : throw new RequestFailedException(response);
    }

    public async Task DeleteMessageAsync(string messageId, string popReceipt, CancellationToken cancellationToken)
    {
        using var message = Message(RequestMethod.Delete, $"/messages/{messageId}");
        message.Request.Uri.AppendQuery("popreceipt", popReceipt, escapeValue: true);
        await SendAsync(message, cancellationToken);
    }

    /// <summary>How many messages there are, visible or not, roughly.</summary>
    public async Task<int> CountApproximatelyAsync(CancellationToken cancellationToken)
    {
        using var message = Message(RequestMethod.Get, "");
        message.Request.Uri.AppendQuery("comp", "metadata");
        var response = await SendAsync(message, cancellationToken);
        return response.Headers.TryGetValue("x-ms-approximate-messages-count", out var count)
            ? int.Parse(count, CultureInfo.InvariantCulture)
            : throw new RequestFailedException(response);
    }

    /// <summary>Puts what is encoded already, or was never meant to be.</summary>
    /// <param name="encoded">Passed on as it is.</param>
    /// <param name="visibilityTimeout">For how long nobody receives it yet, at most 7 days.</param>
    public async Task SendEncodedAsync(string encoded, TimeSpan visibilityTimeout, CancellationToken cancellationToken)
    {
        using var message = Message(RequestMethod.Post, "/messages");
        message.Request.Uri.AppendQuery("visibilitytimeout", Seconds(visibilityTimeout));
        message.Request.Uri.AppendQuery("messagettl", "-1");
        message.Request.Headers.Add("Content-Type", "application/xml");
        var xml = new XElement("QueueMessage", new XElement("MessageText", encoded)).ToString(SaveOptions.DisableFormatting);
        message.Request.Content = RequestContent.Create(BinaryData.FromString(xml));
        await SendAsync(message, cancellationToken);
    }

    private async Task<Response> SendAsync(HttpMessage message, CancellationToken cancellationToken)
    {
        await _pipeline.SendAsync(message, cancellationToken);
        return message.Response.IsError ? throw new RequestFailedException(message.Response) : message.Response;
    }

    private HttpMessage Message(RequestMethod method, string path)
    {
        var message = _pipeline.CreateMessage();
        message.Request.Method = method;
        message.Request.Uri.Reset(new Uri(_uri.AbsoluteUri + path));
        return message;
    }

    private static string Seconds(TimeSpan time) => ((long)time.TotalSeconds).ToString(CultureInfo.InvariantCulture);
}
