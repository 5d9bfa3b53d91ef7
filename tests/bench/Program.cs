using System.CommandLine;
using ChatOps.Bench;

// Numbers, not tests: run it in Release, and write what it says into docs/benchmarks.md.
var root = new RootCommand("Measures GPU ChatOps.")
{
    ReconcileCommand.Create(),
    SweepCommand.Create(),
    ReapCommand.Create(),
    ReapLogs.Create(),
    CommandsCommand.Create(),
    ColdstartCommand.Create(),
    DigestCommand.Create(),
    QueueCommand.Create(),
    TeamsCommand.Create(),
    SlackCommand.Create(),
    SimulateCommand.Create(),
    ReplayCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
