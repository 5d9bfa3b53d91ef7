using System.Globalization;
using ChatOps.Core.Machines;

namespace ChatOps.Core.Orders;

/// <summary>Two-word names that people can say, remember and type: "ember-otter".</summary>
/// <param name="fixedName">What the next machine is to be called, if somebody has fixed it (the sandbox's <c>! name</c>).</param>
public sealed class NameMaker(Func<string?>? fixedName = null)
{
    private static readonly string[] First =
    [
        "amber", "arctic", "autumn", "bold", "brave", "bright", "calm", "cedar",
        "clever", "cobalt", "copper", "coral", "cosmic", "crimson", "crystal", "dapper",
        "dawn", "desert", "eager", "ember", "fabled", "fern", "fleet", "forest",
        "frosty", "gentle", "gilded", "golden", "granite", "hazel", "honest", "indigo",
        "ivory", "jade", "jolly", "keen", "lively", "lucid", "lunar", "maple",
        "mellow", "merry", "misty", "nimble", "noble", "ochre", "olive", "onyx",
        "opal", "pearl", "polar", "quiet", "rapid", "ruby", "rustic", "sage",
        "silver", "solar", "steady", "sunny", "swift", "tidal", "velvet", "vivid",
    ];

    private static readonly string[] Second =
    [
        "albatross", "antelope", "badger", "bear", "beaver", "bison", "bobcat", "buffalo",
        "condor", "cougar", "coyote", "crane", "cricket", "dolphin", "eagle", "falcon",
        "ferret", "finch", "fox", "gazelle", "gecko", "gibbon", "hare", "hawk",
        "heron", "ibex", "iguana", "jaguar", "kestrel", "koala", "lemur", "leopard",
        "linnet", "lynx", "magpie", "marmot", "marten", "moose", "narwhal", "newt",
        "ocelot", "orca", "osprey", "otter", "owl", "panda", "panther", "pelican",
        "penguin", "puffin", "puma", "quokka", "raven", "robin", "salmon", "seal",
        "sparrow", "stork", "swan", "tapir", "tiger", "walrus", "wolf", "wren",
    ];

    /// <summary>How many pairs are tried before one gets a number: with thousands of machines most are taken, and each costs a launch time.</summary>
    private const int MostPairs = 3;

    private const uint FirstNumber = 2;
    private const uint Numbers = 998;

    /// <summary>Names to try, in an order that depends only on the id, so that a repeated request asks for the same one.</summary>
    public IEnumerable<string> Names(MachineId id)
    {
        if (fixedName?.Invoke() is { } name) yield return name;
        var count = (uint)(First.Length * Second.Length);
        var start = uint.Parse(id.Value.AsSpan(0, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture) % count;
        // 1,103 is prime to the 4,096 pairs: no pair comes twice, neighbours look unlike.
        for (var i = 0u; i < MostPairs; i++)
        {
            var pair = (start + (i * 1103)) % count;
            yield return $"{First[pair / Second.Length]}-{Second[pair % Second.Length]}";
        }
        // Where the numbers begin depends on the id too, so that the first is most likely free.
        var number = uint.Parse(id.Value.AsSpan(8, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        for (var i = 0u; i < Numbers; i++)
            yield return $"{First[start / Second.Length]}-{Second[start % Second.Length]}-{FirstNumber + ((number + i) % Numbers)}";
    }
}
