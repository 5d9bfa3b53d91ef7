using ChatOps.Core.Machines;
using ChatOps.Core.Orders;

namespace ChatOps.Tests.Core.Orders;

public sealed class NameMakerTests
{
    private const int Pairs = 3;

    private static readonly MachineId Id = new("0123456789abcdef");

    [Fact]
    public void Makes_two_words_every_time() => Assert.All(new NameMaker().Names(Id).Take(Pairs), name => Assert.Matches("^[a-z]+-[a-z]+$", name));

    [Theory]
    [InlineData("0123456789abcdef")]
    [InlineData("0000000000000000")]
    [InlineData("ffffffffffffffff")]
    public void Makes_each_name_once(string id) => Assert.Equal(Pairs, new NameMaker().Names(new MachineId(id)).Take(Pairs).Distinct().Count());

    [Fact]
    public void Tries_the_same_names_in_the_same_order_for_the_same_id() =>
        Assert.Equal(new NameMaker().Names(Id).Take(Pairs), new NameMaker().Names(Id).Take(Pairs));

    [Fact]
    public void Begins_elsewhere_for_another_id() =>
        Assert.NotEqual(new NameMaker().Names(Id).First(), new NameMaker().Names(new MachineId("0123456889abcdef")).First());

    [Fact]
    public void Spreads_ids_over_the_names()
    {
        var firsts = Enumerable.Range(0, 1_000).Select(i => new NameMaker().Names(MachineId.FromRequest($"request {i}")).First());

        Assert.InRange(firsts.Distinct().Count(), 800, 1_000);
    }

    [Fact]
    public void Makes_neighbours_look_unlike() =>
        Assert.All(new NameMaker().Names(Id).Take(2).Chunk(2), pair => Assert.NotEqual(pair[0].Split('-')[0], pair[1].Split('-')[0]));

    [Fact]
    public void Numbers_a_name_when_several_are_taken_so_that_thousands_of_machines_do_not_slow_a_launch()
    {
        var names = new NameMaker().Names(Id).ToList();

        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.All(names.Skip(Pairs), name => Assert.Matches($"^{names[0]}-[0-9]{{1,3}}$", name));
    }

    [Fact]
    public void Gives_a_fixed_name_once()
    {
        var names = new Queue<string>(["ember-otter"]);
        var maker = new NameMaker(() => names.TryDequeue(out var name) ? name : null);

        Assert.Equal("ember-otter", maker.Names(Id).First());
        Assert.Equal(new NameMaker().Names(Id).First(), maker.Names(Id).First());
    }
}
