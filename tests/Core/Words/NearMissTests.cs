using ChatOps.Core.Words;

namespace ChatOps.Tests.Core.Words;

public sealed class NearMissTests
{
    private static readonly string[] Commands = ["launch", "list", "extend", "stop", "start", "status", "terminate", "catalog"];

    private static readonly string[] Blueprints = ["jupyter-a10", "llm-finetune-8xa100", "pytorch-a100", "pytorch-h100", "pytorch-t4", "tensorflow-a100"];

    [Theory]
    [InlineData("lauch", "launch")]
    [InlineData("launhc", "launch")]
    [InlineData("Launch", "launch")]
    [InlineData("lanuch", "launch")]
    [InlineData("lst", "list")]
    [InlineData("stpo", "stop")]
    [InlineData("extent", "extend")]
    [InlineData("catalogue", "catalog")]
    [InlineData("term", "terminate")]
    public void Finds_the_command_that_was_meant(string typed, string meant) => Assert.Equal(meant, NearMiss.Of(typed, Commands));

    [Theory]
    [InlineData("pytorch-a10", "pytorch-a100")]
    [InlineData("pytroch-a100", "pytorch-a100")]
    [InlineData("pytorch_h100", "pytorch-h100")]
    [InlineData("PYTORCH-T4", "pytorch-t4")]
    [InlineData("tensorflow", "tensorflow-a100")]
    [InlineData("jupyter", "jupyter-a10")]
    [InlineData("llm", "llm-finetune-8xa100")]
    [InlineData("8xa100", "llm-finetune-8xa100")]
    public void Finds_the_blueprint_that_was_meant(string typed, string meant) => Assert.Equal(meant, NearMiss.Of(typed, Blueprints));

    [Theory]
    [InlineData("reboot")]
    [InlineData("xyz")]
    [InlineData("la")]
    [InlineData("la la la la la la")]
    public void Finds_nothing_for_a_far_word(string typed) => Assert.Null(NearMiss.Of(typed, Commands));

    [Fact]
    public void Finds_nothing_among_nothing() => Assert.Null(NearMiss.Of("launch", []));

    [Fact]
    public void Prefers_the_closest_over_the_first() => Assert.Equal("stop", NearMiss.Of("stops", ["stomp", "stop"]));

    [Fact]
    public void Breaks_a_tie_by_the_alphabet_whatever_the_order()
    {
        Assert.Equal("bat", NearMiss.Of("xat", ["cat", "bat"]));
        Assert.Equal("bat", NearMiss.Of("xat", ["bat", "cat"]));
    }

    [Fact]
    public void Counts_swapped_neighbours_once() => Assert.Equal("abc", NearMiss.Of("acb", ["abc"]));

    [Fact]
    public void Hints_in_a_sentence() => Assert.Equal(" Did you mean launch?", NearMiss.Hint("lauch", Commands));

    [Fact]
    public void Hints_nothing_for_a_far_word() => Assert.Equal("", NearMiss.Hint("reboot", Commands));
}
