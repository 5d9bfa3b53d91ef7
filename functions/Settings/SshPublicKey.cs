using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace ChatOps.Functions.Settings;

/// <summary>A public key as OpenSSH writes it, <c>type base64 [comment]</c>. What Azure does not take, it would refuse at the first launch only.</summary>
internal static class SshPublicKey
{
    /// <summary>Azure takes no shorter one.</summary>
    private const int LeastRsaBits = 2048;

    private const int Ed25519Bytes = 32;

    public static bool IsValid(string line)
    {
        if (line.Any(char.IsControl) || line.Split(' ', 3) is not [var type, var base64, ..]) return false;
        var bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, bytes, out var length) || Fields(bytes.AsSpan(0, length)) is not [var name, .. var key]) return false;
        return Encoding.ASCII.GetString(name) == type && (type, key) switch
        {
            ("ssh-rsa", [_, var modulus]) => new BigInteger(modulus, isUnsigned: true, isBigEndian: true).GetBitLength() >= LeastRsaBits,
            ("ssh-ed25519", [var point]) => point.Length == Ed25519Bytes,
            _ => false,
        };
    }

    /// <summary>Each has its length before it.</summary>
    /// <returns>None when that does not come out even.</returns>
    private static List<byte[]> Fields(ReadOnlySpan<byte> blob)
    {
        var fields = new List<byte[]>();
        while (blob.Length >= sizeof(int))
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(blob);
            blob = blob[sizeof(int)..];
            if (length > blob.Length) return [];
            fields.Add(blob[..(int)length].ToArray());
            blob = blob[(int)length..];
        }
        return blob.IsEmpty ? fields : [];
    }
}
