using ChatOps.Core.Blueprints;
using ChatOps.Core.Machines;
using ChatOps.Core.Orders;
using ChatOps.Core.Sizes;
using ChatOps.Core.Words;
using ChatOps.Tests.Core.Machines;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Core.Orders;

public sealed class SizeChoiceTests
{
    private const string There =
        "pytorch-a100 comes as Standard_NC24ads_A100_v4 (1 × A100-80GB-PCIe), Standard_NC48ads_A100_v4 (2 × A100-80GB-PCIe) "
        + "or Standard_NC96ads_A100_v4 (4 × A100-80GB-PCIe).";

    [Theory]
    [InlineData(2, null, "Standard_NC48ads_A100_v4")]
    [InlineData(4, null, "Standard_NC96ads_A100_v4")]
    [InlineData(null, "standard_nc48ads_a100_v4", "Standard_NC48ads_A100_v4")]
    public void Is_the_blueprints_size_that_was_asked_for(int? gpus, string? size, string name) => Assert.Equal(name, Of(gpus, size));

    [Theory]
    [InlineData(null, null, There + " For example: resize ember-otter --gpus 4", "To what?")]
    [InlineData(3, null, There + " There is none with 3 GPUs.", "")]
    [InlineData(null, "huge", There + " There is no huge.", "")]
    [InlineData(null, "Standard_NC48ads_A100", There + " There is no Standard_NC48ads_A100. Did you mean Standard_NC48ads_A100_v4?", "")]
    [InlineData(2, "Standard_NC48ads_A100_v4", "Say either how many GPUs or which size, not both.", "")]
    public void Says_what_there_is_instead(int? gpus, string? size, string says, string before) =>
        Assert.Equal($"{before} {says}".Trim(), Mistake(() => Of(gpus, size)));

    // pytorch-t4 has two sizes of one GPU.
    [Theory]
    [InlineData("Standard_NC4as_T4_v3", null, "Standard_NC4as_T4_v3")]
    [InlineData("Standard_NC8as_T4_v3", null, "Standard_NC8as_T4_v3")]
    [InlineData("Standard_NC4as_T4_v3", "Standard_NC8as_T4_v3", "Standard_NC8as_T4_v3")]
    public void Leaves_a_machine_that_has_as_many_GPUs_as_it_is(string size, string? resize, string expected)
    {
        var machine = Situations.In(Phase.Stopped, "pytorch-t4").Machine.Become(SizeCatalog.Get(size), SomePrices.Book) with { Resize = resize };

        Assert.Equal(expected, SizeChoice.Of(machine, Of("pytorch-t4"), 1, null).Name);
    }

    [Fact]
    public void Is_the_size_it_has_when_a_resize_is_called_off_by_the_number_of_its_GPUs()
    {
        var machine = Situations.In(Phase.Stopped).Machine with { Resize = "Standard_NC48ads_A100_v4" };

        Assert.Equal("Standard_NC24ads_A100_v4", SizeChoice.Of(machine, Of("pytorch-a100"), 1, null).Name);
    }

    [Fact]
    public void Is_none_that_the_blueprint_has_and_no_launch_can_ask_for()
    {
        var blueprint = Of("pytorch-a100");
        var modest = blueprint with { Machine = blueprint.Machine with { Gpus = [1, 2] } };

        Assert.EndsWith(
            "There is none with 4 GPUs.",
            Mistake(() => SizeChoice.Of(Situations.In(Phase.Running).Machine, modest, 4, null)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Is_none_when_the_blueprint_is_no_longer_there() => Assert.Equal(
        "pytorch-a100@1 is no longer in the repository, so that ember-otter cannot be resized. Launch pytorch-a100 again.",
        Mistake(() => SizeChoice.Of(Situations.In(Phase.Running).Machine, null, 2, null)));

    private static string Of(int? gpus, string? size) => SizeChoice.Of(Situations.In(Phase.Running).Machine, Of("pytorch-a100"), gpus, size).Name;

    private static Blueprint Of(string name) => Situations.Blueprint(name);

    private static string Mistake(Func<object> choose) => Assert.Throws<UserError>(choose).Message;
}
