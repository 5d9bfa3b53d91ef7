using System.Text.Json;
using ChatOps.Tests.Core.Blueprints;
using ChatOps.Tests.Core.People;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Core.Schemas;

/// <summary>What the JSON Schemas say of every file that the tests ask about; node is started once for all of them.</summary>
public sealed class SchemaVerdicts : IAsyncLifetime
{
    private const string Blueprint = "blueprint.schema.json";
    private const string Policy = "policy.schema.json";

    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, Job> _jobs = [];
    private Dictionary<string, IReadOnlyList<string>> _errors = [];

    public async ValueTask InitializeAsync()
    {
        foreach (var name in Repository.BlueprintNames) Add($"{name}/blueprint.yaml", Blueprint, Path.Combine(Repository.Blueprints, name, "blueprint.yaml"));
        Add("policy.yaml", Policy, Path.Combine(Repository.Blueprints, "policy.yaml"));
        AddText("sample blueprint", Blueprint, SampleBlueprint.Text);
        AddText("sample policy", Policy, BrokenPolicy.Text);
        foreach (var (what, row) in BrokenBlueprint.All) AddText($"blueprint: {what}", Blueprint, row.Broken);
        foreach (var (what, row) in BrokenPolicy.All) AddText($"policy: {what}", Policy, row.Broken);

        var answer = await Node.RunAsync(
            "validate-schema.mjs",
            JsonSerializer.Serialize(_jobs.Values, JsonSerializerOptions.Web),
            TestContext.Current.CancellationToken);
        var verdicts = JsonSerializer.Deserialize<List<Verdict>>(answer, JsonSerializerOptions.Web) ?? [];
        _errors = _jobs.Keys.Zip(verdicts).ToDictionary(pair => pair.First, pair => pair.Second.Errors);
    }

    /// <summary>Empty when the file is valid.</summary>
    public IReadOnlyList<string> ErrorsOf(string what) => _errors[what];

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private void AddText(string what, string schema, string text) => Add(what, schema, _folder.Write($"{_jobs.Count}.yaml", text));

    private void Add(string what, string schema, string file) => _jobs.Add(what, new Job(Path.Combine(Repository.Blueprints, "schema", schema), file));

    private sealed record Job(string Schema, string File);

    private sealed record Verdict(string File, IReadOnlyList<string> Errors);
}
