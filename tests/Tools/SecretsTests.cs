namespace ChatOps.Tests.Tools;

public sealed class SecretsTests
{
    [Theory]
    [InlineData("Authorization: Bearer abc")]
    [InlineData("token eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJ4In0.c2ln")]
    [InlineData("Authorization: SharedKeyLite account:abc=")]
    [InlineData("DefaultEndpointsProtocol=https;AccountKey=abc")]
    [InlineData("https://x.blob.core.windows.net/c/b?sv=1&sig=abc")]
    [InlineData("-----BEGIN OPENSSH PRIVATE KEY-----")]
    [InlineData("xoxb-1-2-3")]
    [InlineData("the password: hunter2")]
    [InlineData("Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==")]
    public void Are_found(string text) => Assert.NotNull(Secrets.FindIn(text));

    [Theory]
    [InlineData("Machine a1b2c3d4e5f60718: Azure refused CreateVm: NoCapacity AllocationFailed Allocation failed. (request 0HN1)")]
    [InlineData("/subscriptions/00000000-0000-4000-8000-00000000c0de/resourceGroups/gpu-machines/providers/Microsoft.Compute/virtualMachines/gpu-a1b2")]
    [InlineData("sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    public void Are_not_found_where_there_are_none(string text) => Assert.Null(Secrets.FindIn(text));
}
