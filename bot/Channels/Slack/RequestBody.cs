using System.Buffers;

namespace ChatOps.Bot.Channels.Slack;

/// <summary>A body as it came: the signature is over its bytes.</summary>
internal static class RequestBody
{
    /// <summary>In bytes. A pressed card comes with the press, and Slack's own limits keep it far below this.</summary>
    public const int Longest = 512 * 1024;

    /// <summary>Most bodies fit in.</summary>
    private const int Usual = 16 * 1024;

    /// <returns>Null when it is longer.</returns>
    public static async Task<byte[]?> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        var (buffer, length) = (ArrayPool<byte>.Shared.Rent(Usual), 0);
        try
        {
            while (await body.ReadAsync(buffer.AsMemory(length), cancellationToken) is > 0 and var count)
            {
                length += count;
                if (length > Longest) return null;
                if (length == buffer.Length) buffer = Larger(buffer);
            }
            return buffer[..length];
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] Larger(byte[] full)
    {
        var larger = ArrayPool<byte>.Shared.Rent(2 * full.Length);
        full.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(full);
        return larger;
    }
}
