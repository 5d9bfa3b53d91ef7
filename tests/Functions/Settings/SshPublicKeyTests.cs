using System.Security.Cryptography;
using ChatOps.Functions.Settings;

namespace ChatOps.Tests.Functions.Settings;

public sealed class SshPublicKeyTests
{
    private static readonly byte[] Point = new byte[32];

    [Theory]
    [InlineData("")]
    [InlineData(" ops@contoso.example")]
    [InlineData(" the platform team's, for emergencies")]
    public void Has_a_comment_or_none(string comment)
    {
        Assert.True(SshPublicKey.IsValid(Line("ssh-ed25519", "ssh-ed25519", Point) + comment));
        Assert.True(SshPublicKey.IsValid(Rsa(2048) + comment));
    }

    [Theory]
    [InlineData(1024, false)]
    [InlineData(2040, false)]
    [InlineData(3072, true)]
    [InlineData(4096, true)]
    public void Of_RSA_it_has_the_bits_that_Azure_wants(int bits, bool isValid) => Assert.Equal(isValid, SshPublicKey.IsValid(Rsa(bits)));

    public static TheoryData<string> Wrong =>
    [
        "",
        "ssh-ed25519",
        "ssh-ed25519 AAAA… the platform team's",
        "ssh-rsa AAAA",
        Line("ssh-rsa", "ssh-ed25519", Point),
        Line("ssh-ed25519", "ssh-ed25519", Point[1..]),
        Line("ssh-ed25519", "ssh-ed25519", Point, Point),
        Line("ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256", Point, Point),
        Line("ssh-ed25519", "ssh-ed25519", Point)[..^4],
        Line("ssh-ed25519", "ssh-ed25519", Point) + "\nssh-rsa AAAA",
        "no-pty " + Line("ssh-ed25519", "ssh-ed25519", Point),
    ];

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Anything_else_is_none(string line) => Assert.False(SshPublicKey.IsValid(line));

    private static string Rsa(int bits)
    {
        using var pair = RSA.Create(bits);
        var publicKey = pair.ExportParameters(includePrivateParameters: false);
        return Line("ssh-rsa", "ssh-rsa", publicKey.Exponent ?? [], [0, .. publicKey.Modulus ?? []]);
    }

    private static string Line(string type, string inner, params byte[][] fields) =>
        $"{type} {Convert.ToBase64String([.. Field([.. inner.Select(letter => (byte)letter)]), .. fields.SelectMany(Field)])}";

    private static byte[] Field(byte[] bytes) => [0, 0, (byte)(bytes.Length >> 8), (byte)bytes.Length, .. bytes];
}
