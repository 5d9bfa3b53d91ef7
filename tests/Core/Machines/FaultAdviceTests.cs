using ChatOps.Core.Machines;

namespace ChatOps.Tests.Core.Machines;

public sealed class FaultAdviceTests
{
    private static readonly Machine Machine = Situations.In(Phase.Provisioning).Machine;

    public static readonly TheoryData<FaultKind> Kinds = [.. Enum.GetValues<FaultKind>()];

    [Theory, MemberData(nameof(Kinds))]
    public void Says_what_to_do_next(FaultKind kind) =>
        Assert.Matches(@"^[A-Z].*[.;] (Try|Terminate|Launch|The platform team).*\.$", FaultAdvice.For(Situations.Fault(kind), Machine));

    [Theory, MemberData(nameof(Kinds))]
    public void Never_repeats_what_Azure_said(FaultKind kind) => Assert.DoesNotContain("RAW AZURE TEXT", FaultAdvice.For(Situations.Fault(kind), Machine));

    [Fact]
    public void Advises_against_spot_when_spot_has_no_room() => Assert.Equal(
        "Azure has no spot room for Standard_NC24ads_A100_v4 in eastus, southcentralus, westus2 right now. Launch without --spot, or try again later.",
        FaultAdvice.For(Situations.Fault(FaultKind.NoCapacity), Machine with { Spot = true }));

    [Theory]
    [InlineData(false, "The subscription's StandardNCADSA100v4Family quota in southcentralus is used up.")]
    [InlineData(true, "The subscription's spot quota in southcentralus is used up.")]
    public void Names_the_quota_that_is_used_up(bool spot, string beginning) => Assert.StartsWith(
        beginning, FaultAdvice.For(Situations.Fault(FaultKind.QuotaExceeded), Machine with { Attempt = 1, Spot = spot }));

    [Theory]
    [InlineData(FaultKind.Denied)]
    [InlineData(FaultKind.Invalid)]
    [InlineData(FaultKind.GuestFailed)]
    [InlineData(FaultKind.Transient)]
    public void Names_the_code_that_the_platform_team_looks_for(FaultKind kind) =>
        Assert.Contains("(AzureCode)", FaultAdvice.For(Situations.Fault(kind), Machine));
}
