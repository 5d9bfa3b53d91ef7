using System.Security.Cryptography;
using System.Text;

namespace ChatOps.Sandbox.Slack;

/// <summary>Ids as Slack's look: a letter that says of what, then nine letters and digits.</summary>
internal static class SlackId
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>The same for the same <paramref name="seed"/>, in each play.</summary>
    public static string Of(string kind, string seed) =>
        $"{kind}{string.Concat(SHA256.HashData(Encoding.UTF8.GetBytes($"{kind} {seed}")).Take(9).Select(part => Alphabet[part % Alphabet.Length]))}";
}
