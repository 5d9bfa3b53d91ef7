namespace ChatOps.Bot.Channels.Slack;

/// <summary>A body as it came: the signature is over its bytes.</summary>
internal static class RequestBody
{
    /// <summary>In bytes. A pressed card comes with the press, and Slack's own limits keep it far below this.</summary>
    public const int Longest = 512 * 1024;

    /// <returns>Null when it is longer.</returns>
    public static async Task<byte[]?> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        using var read = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await body.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            if (read.Length + count > Longest) return null;
            read.Write(buffer, 0, count);
        }
        return read.ToArray();
    }
}
