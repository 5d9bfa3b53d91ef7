using System.Text;
using ChatOps.Core.Prices;
using ChatOps.Functions;
using ChatOps.Tests.Azure.Prices;
using ChatOps.Tests.Core.Machines;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Functions;

public sealed class PricesVerbTests
{
    [Fact]
    public async Task What_it_writes_is_what_the_list_says_and_where_it_is_from()
    {
        await using var desk = await PricesDesk.OpenAsync();
        var question = PriceQuestion.Of(Situations.Catalog.All, "USD");

        var text = await PricesVerb.ReadAsync(desk.List, question, SettableTime.Start, TestContext.Current.CancellationToken);

        var book = PriceBookFile.Read("prices.json", new MemoryStream(Encoding.UTF8.GetBytes(text)));
        Assert.Equal((SettableTime.Start, "Azure Retail Prices API"), (book.ReadAt, book.Origin));
        Assert.Equal((await desk.ReadAsync(question)).Compute, book.Compute);
    }

    [Theory]
    [InlineData("")]
    [InlineData("export now")]
    [InlineData("export --out")]
    public async Task What_it_does_not_understand_it_says(string words)
    {
        using var error = new StringWriter();

        var code = await PricesVerb.RunAsync(words.Split(' ', StringSplitOptions.RemoveEmptyEntries), TextWriter.Null, error);

        Assert.Equal(2, code);
        Assert.Contains("prices export [--out azure/prices.json]", error.ToString(), StringComparison.Ordinal);
    }
}
