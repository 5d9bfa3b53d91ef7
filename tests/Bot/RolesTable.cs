using System.Collections.Immutable;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Bot;

/// <summary>The tables of docs/roles.md that say who may do what.</summary>
internal static class RolesTable
{
    public static ImmutableArray<RolesRow> Rows { get; } = [.. Read(File.ReadLines(Repository.At("docs", "roles.md")))];

    /// <summary>Whose what is spoken of may be.</summary>
    public static string[] Whose(About about) => about switch
    {
        About.Nothing => [""],
        About.Team => ["own", "other's"],
        About.Machine or About.Request => ["own", "team's", "other's"],
    };

    private static IEnumerable<RolesRow> Read(IEnumerable<string> lines)
    {
        string[]? heading = null;
        foreach (var line in lines)
        {
            var cells = line.StartsWith('|') ? line.Trim('|').Split('|', StringSplitOptions.TrimEntries) : [];
            if (cells.Length == 0) heading = null;
            else if (AboutOf(cells[0]) is not null) heading = cells;
            else if (heading is not null && cells[0].StartsWith('`')) yield return Row(heading, cells);
        }
    }

    private static About? AboutOf(string heading) => heading switch
    {
        "Say" => About.Nothing,
        "Say of a team" => About.Team,
        "Say of a machine" => About.Machine,
        "Say of a request" => About.Request,
        _ => null,
    };

    private static RolesRow Row(string[] heading, string[] cells)
    {
        var about = AboutOf(heading[0]) ?? throw new InvalidDataException($"docs/roles.md: \"{heading[0]}\" is no heading.");
        var sentence = cells[0].Split('`')[1];
        if (cells.Length != heading.Length) throw new InvalidDataException($"docs/roles.md: the line of `{sentence}` is not as long as its heading.");
        return new RolesRow(about, sentence, [.. heading.Zip(cells).Skip(1).SelectMany(column => Cells(about, column.First, IsYes(column.Second)))]);

        bool IsYes(string cell) => cell switch
        {
            "yes" => true,
            "no" => false,
            _ => throw new InvalidDataException($"docs/roles.md: `{sentence}` has a cell that is neither yes nor no: \"{cell}\"."),
        };
    }

    /// <param name="column">"Scientist: own", or "Admin" where it makes no difference whose it is.</param>
    private static IEnumerable<RolesCell> Cells(About about, string column, bool isYes)
    {
        var (role, whose) = column.Split(": ") is [var name, var some] ? (name, some.Split(", ")) : (column, Whose(about));
        return whose.Select(one => new RolesCell(Enum.Parse<Role>(role), one, isYes));
    }
}

internal enum Role { Scientist, Manager, Admin, Auditor }

internal enum About { Nothing, Team, Machine, Request }

/// <param name="Sentence">With TEAM, MACHINE or ID for what it is about.</param>
internal sealed record RolesRow(About About, string Sentence, ImmutableArray<RolesCell> Cells);

/// <param name="Whose">One of <see cref="RolesTable.Whose"/>.</param>
internal sealed record RolesCell(Role Role, string Whose, bool IsYes)
{
    public string Describe(About about) => Whose.Length == 0 ? $"{Role}" : $"{Role}, {Whose} {about}".ToLowerInvariant();
}
