using System.Security.Cryptography;
using System.Text;

namespace ChatOps.Azure.Storage;

/// <summary>An account's name and key. Only the emulator is spoken to with it; in Azure it is Entra's token.</summary>
/// <param name="accountKey">Base64.</param>
public sealed class StorageSharedKeyCredential(string accountName, string accountKey)
{
    private readonly byte[] _key = Convert.FromBase64String(accountKey);

    public string AccountName { get; } = accountName;

    internal string Sign(string text) => Convert.ToBase64String(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text)));
}
