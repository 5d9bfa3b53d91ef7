using System.Security.Cryptography;
using System.Text;

namespace ChatOps.Bot.Channels;

/// <summary>The row of something that is named outside: a table's keys may not hold every character that such a name does.</summary>
internal readonly record struct RowKey(string Partition, string Row)
{
    public static RowKey Of(params ReadOnlySpan<string> names)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', names))))[..32];
        return new RowKey(hash[..2], hash);
    }
}
