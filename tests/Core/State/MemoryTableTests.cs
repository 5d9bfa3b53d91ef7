using ChatOps.Core.State;
using ChatOps.Simulation;

namespace ChatOps.Tests.Core.State;

/// <summary>The simulation's table keeps the same contract as the real ones.</summary>
public sealed class MemoryTableTests : LoggedTableContract
{
    private readonly MemoryTable _table = new();

    protected override int Kept => MemoryTable.Kept;

    protected override ITable Open() => _table;
}
