using ChatOps.Core.Machines;

namespace ChatOps.Tests.BadInput;

/// <summary>What is no name, wherever a name may be said: of a new machine, of one that there is, of a blueprint, a team, a region.</summary>
public sealed class BadNames
{
    public static TheoryData<string> Names =>
    [
        "a", "ab", "1st", "-otter", "otter-", "ember--otter", "ember_otter", "ember.otter", "ember/otter", "..", "../ember", "/etc/passwd", "C:\\nul",
        "ember otter", "ember\totter", "ember\notter", " ", "é", "ember-öttér", "еmber-otter", "ember‐otter", "ｅmber", "ember\u200Dotter",
        "ember\u202Eretto",
        "ember\u00ADotter", "🦦", "{half}", "{NUL}", "ember{NUL}", "{ESC}]0;owned{BEL}", "$(reboot)", "`reboot`", "${HOME}", "%PATH%",
        "ember;reboot", "a&b",
        "a|b", "<b>ember</b>", "<@U123>", "@everyone", "*ember*", "[x](http://evil.example)", "' or '1' eq '1", "x' | take 10", "id:",
        "id:zzzzzzzzzzzzzzzz",
        "id:0123456789abcde", "id:0123456789ABCDEF", "id:0123456789abcdef0", "id:../../x", "m~0123456789abcdef", "null",
        "ember-otter-that-is-far-too-long-to-be-one",
        "{100KB}", "{100K-digits}", "--yes", "٣٣٣", "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀",
    ];

    // "null" is a fine name for a machine of one's own.
    public static TheoryData<string> NewNames => [.. Names.Select(row => row.Data).Where(name => !MachineName.IsValid(name))];

    [Theory]
    [MemberData(nameof(NewNames))]
    public Task No_machine_is_called_so(string name) => RefusedAsync("launch pytorch-t4 --name=", name, "cannot be a machine's name");

    [Theory]
    [MemberData(nameof(Names))]
    public Task No_machine_is_found_so(string name) => RefusedAsync("terminate ", name, "There is no machine called");

    [Theory]
    [MemberData(nameof(Names))]
    public Task No_blueprint_is_found_so(string name) => RefusedAsync("launch ", name, "There is no blueprint called");

    [Theory]
    [MemberData(nameof(Names))]
    public Task No_team_is_found_so(string name) => RefusedAsync("launch pytorch-t4 --team=", name, "You are not in team");

    [Theory]
    [MemberData(nameof(Names))]
    public Task No_region_is_found_so(string name) => RefusedAsync("launch pytorch-t4 --region=", name, "can be launched in");

    private static async Task RefusedAsync(string before, string name, string says)
    {
        using var desk = await ChatDesk.OpenAsync();
        var said = await desk.RefusedAsync($"{before}\"{Sentence.Expand(name)}\"");
        // Some are read as something else first; that too is said clearly.
        string[] others = ["That is too long to be a command", "is no version", "has no option", "takes no value", "Which one?"];
        Assert.True(said.Contains(says, StringComparison.Ordinal) || others.Any(other => said.Contains(other, StringComparison.Ordinal)), said);
    }
}
