using ChatOps.Core.State;
using ChatOps.Simulation;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Core.State;

public sealed class PoisonStoreTests() : PoisonStoreContract(new MemoryTable());

public sealed class SqlitePoisonStoreTests : PoisonStoreContract
{
    private readonly TempFolder _folder;

    public SqlitePoisonStoreTests() : this(new TempFolder())
    {
    }

    private SqlitePoisonStoreTests(TempFolder folder) : base(new SqliteTable(folder.At("state.db"), "poison")) => _folder = folder;

    protected override void Dispose(bool disposing)
    {
        if (disposing) _folder.Dispose();
        base.Dispose(disposing);
    }
}
