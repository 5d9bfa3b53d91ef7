using ChatOps.Core.State;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Core.State;

public sealed class SqliteTableTests : LoggedTableContract, IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override int Kept => 7;

    protected override ITable Open() => new SqliteTable(_folder.At("state.db"), "machines", Kept);

    [Fact]
    public async Task Outlives_the_instance_that_wrote_it()
    {
        await Open().TransactAsync("p", [new TableWrite.Insert("row", "{}")], Cancellation);

        Assert.NotNull(await Open().GetAsync("p", "row", Cancellation));
    }

    [Fact]
    public async Task Shares_its_file_with_other_tables()
    {
        await Open().TransactAsync("p", [new TableWrite.Insert("row", "{}")], Cancellation);

        Assert.Null(await new SqliteTable(_folder.At("state.db"), "names").GetAsync("p", "row", Cancellation));
    }

    [Fact]
    public async Task Can_be_made_by_many_at_once() =>
        Assert.Equal(8, (await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(Open, Cancellation)))).Length);

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("t; drop table machines")]
    [InlineData("größe")]
    [InlineData("t1")]
    public void Refuses_a_name_that_is_not_letters(string name) => Assert.Throws<ArgumentException>(() => new SqliteTable(_folder.At("state.db"), name));
}
