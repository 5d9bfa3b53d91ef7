using System.Globalization;
using System.Xml.Linq;

namespace ChatOps.Azure.Storage;

/// <summary>A message as it was received; until its visibility timeout ends, nobody else receives it.</summary>
/// <param name="PopReceipt">Proves who received it last; it changes with each receipt and each change of its visibility.</param>
/// <param name="DequeueCount">How often it was received, this time included.</param>
/// <param name="Encoded">Its text as it lies in the queue.</param>
public sealed record QueueMessage(string MessageId, string PopReceipt, long DequeueCount, string Encoded)
{
    public DateTimeOffset? InsertedOn { get; init; }

    public DateTimeOffset? ExpiresOn { get; init; }

    /// <summary>When somebody else receives it, unless it is deleted before.</summary>
    public DateTimeOffset? NextVisibleOn { get; init; }

    /// <summary>What was sent, decoded.</summary>
    /// <exception cref="FormatException">It was not sent as base64.</exception>
    public BinaryData Body => BinaryData.FromBytes(Convert.FromBase64String(Encoded));

    /// <param name="xml">As it came: Azure's begins with a byte order mark, which a text would keep.</param>
    internal static IReadOnlyList<QueueMessage> ReadList(Stream xml) =>
    [
        .. from message in XDocument.Load(xml).Descendants("QueueMessage")
           select new QueueMessage(Text(message, "MessageId"), Text(message, "PopReceipt"),
               long.Parse(Text(message, "DequeueCount"), CultureInfo.InvariantCulture), Text(message, "MessageText"))
           {
               InsertedOn = Time(message, "InsertionTime"),
               ExpiresOn = Time(message, "ExpirationTime"),
               NextVisibleOn = Time(message, "TimeNextVisible"),
           },
    ];

    private static DateTimeOffset? Time(XElement message, string name) =>
        message.Element(name) is { } time ? DateTimeOffset.Parse(time.Value, CultureInfo.InvariantCulture) : null;

    private static string Text(XElement message, string name) => (string?)message.Element(name) ?? "";
}
