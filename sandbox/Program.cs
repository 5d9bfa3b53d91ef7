using System.CommandLine;
using ChatOps.Sandbox;
using ChatOps.Sandbox.Play;

var files = new Argument<string[]>("files") { Arity = ArgumentArity.OneOrMore };
var play = new Command("play", "Plays scenarios and exits 1 if an expectation fails.") { files };
play.SetAction(async (parsed, cancellationToken) =>
{
    var failed = 0;
    foreach (var file in parsed.GetValue(files) ?? [])
    {
        Console.WriteLine($"=== {file}");
        var problem = await Scenario.PlayAsync(file, Repository.Blueprints, Console.WriteLine, restartAlways: false, LineLogs.To(Console.Error), cancellationToken);
        if (problem is null) continue;
        failed++;
        Console.WriteLine($"FAILED {problem}");
    }
    Console.WriteLine(failed == 0 ? "All scenarios passed." : $"{failed} failed.");
    return failed == 0 ? 0 : 1;
});
var root = new RootCommand("GPU ChatOps on this machine, against a stand-in for Azure.") { play };
return await root.Parse(args).InvokeAsync();
