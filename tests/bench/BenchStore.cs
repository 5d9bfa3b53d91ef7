using System.CommandLine;
using ChatOps.Core.State;

namespace ChatOps.Bench;

/// <summary>Where the tables of a run are; what it has made goes with it.</summary>
/// <param name="Table">Opens a table by its name.</param>
internal sealed record BenchStore(string Name, Func<string, ITable> Table, string? Folder) : IDisposable
{
    private static readonly Dictionary<string, Func<BenchStore>> Kinds = new()
    {
        ["sqlite"] = Sqlite,
    };

    public static Option<string> Option()
    {
        var option = new Option<string>("--store") { Description = "Where the rows are.", DefaultValueFactory = _ => "sqlite" };
        option.AcceptOnlyFromAmong([.. Kinds.Keys]);
        return option;
    }

    public static BenchStore Open(string? kind) => Kinds[kind ?? "sqlite"]();

    public void Dispose()
    {
        if (Folder is not null) Directory.Delete(Folder, recursive: true);
    }

    private static BenchStore Sqlite()
    {
        var folder = Directory.CreateTempSubdirectory("chatops-bench-").FullName;
        return new BenchStore("SQLite", name => new SqliteTable(Path.Combine(folder, "state.db"), name), folder);
    }
}
