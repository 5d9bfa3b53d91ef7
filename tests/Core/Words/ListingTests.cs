using ChatOps.Core.Words;

namespace ChatOps.Tests.Core.Words;

public sealed class ListingTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a", "a")]
    [InlineData("a b", "a and b")]
    [InlineData("a b c", "a, b and c")]
    public void Reads_as_people_say_it(string items, string said) => Assert.Equal(said, Listing.And(items.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    [Fact]
    public void Offers_a_choice() => Assert.Equal("1, 2 or 4", Listing.Or(["1", "2", "4"]));
}
