namespace ChatOps.Functions.Settings;

/// <summary>The program is told too little, or something wrong. Its message is for whoever starts it: every problem, and how to mend each.</summary>
public sealed class SettingsException(IReadOnlyCollection<string> problems) : Exception(Say(problems))
{
    private static string Say(IReadOnlyCollection<string> problems) =>
        $"""
        {(problems.Count == 1 ? "A setting is" : $"{problems.Count} settings are")} missing or wrong:
        {string.Join('\n', problems.Select(problem => $"- {problem}"))}
        Set them as app settings of the function app, as environment variables, or (standalone) with
        `dotnet user-secrets set NAME VALUE --project functions`. functions/local.settings.json.example has them all.
        """;
}
