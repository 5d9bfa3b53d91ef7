using System.Text.Json;

namespace ChatOps.Bot.Channels.Teams.Connector;

/// <summary>What the connector says of an error: either shape occurs, and in the second one the message is JSON again.</summary>
internal sealed record ConnectorErrorBody(ConnectorErrorText? Error, string? Message, string? SubCode)
{
    /// <summary>Nothing else of it is shown or logged: it may be what somebody wrote.</summary>
    private const int LongestCode = 60;

    /// <summary>"ConversationNotFound", "MessageWritesBlocked"; empty where it says none.</summary>
    public static string CodeOf(ReadOnlySpan<byte> body)
    {
        var error = Read(body);
        var code = error?.Error?.Code ?? (error?.Message is { } inner ? Read(System.Text.Encoding.UTF8.GetBytes(inner))?.SubCode : null) ?? "";
        return code.Length <= LongestCode && code.All(char.IsAsciiLetterOrDigit) ? code : "";
    }

    private static ConnectorErrorBody? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, TeamsJson.Default.ConnectorErrorBody);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

internal sealed record ConnectorErrorText(string? Code);
