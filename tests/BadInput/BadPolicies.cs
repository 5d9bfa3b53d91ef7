using ChatOps.Core.Blueprints;
using ChatOps.Core.People;
using ChatOps.Tests.Core.People;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.BadInput;

/// <summary>Values that no policy file may have and that <see cref="BrokenPolicy"/> does not, and lines of released.lock.</summary>
public sealed class BadPolicies
{
    [Theory]
    [InlineData("organisation: Contoso", "organisation: [Contoso]", "organisation: expected a text.")]
    [InlineData("organisation: Contoso", "organisation: \"Con\\ntoso\"", "organisation: expected one line of at most 100 characters.")]
    [InlineData("organisation: Contoso", "organisation: \"Con\\u202Etoso\"", "organisation: there is an invisible character (U+202E) in it.")]
    [InlineData("organisation: Contoso", "organisation: {long}", "organisation: is longer than 4000 characters.")]
    [InlineData("Europe/Berlin", "{long}", "timeZone: is longer than 4000 characters.")]
    [InlineData("Europe/Berlin", "europe/berlin!", "timeZone: expected an IANA time zone such as Europe/Berlin.")]
    [InlineData("Europe/Berlin", "/etc/localtime", "timeZone: expected an IANA time zone")]
    [InlineData("Europe/Berlin", "/dev/zero", "timeZone: expected an IANA time zone")]
    [InlineData("Europe/Berlin", "Europe", "timeZone: expected an IANA time zone")]
    [InlineData("Europe/Berlin", "+01:00", "timeZone: expected an IANA time zone")]
    [InlineData("Europe/Berlin", "\"Europe/Berlin\\0\"", "timeZone: there is an invisible character (U+0000) in it.")]
    [InlineData("Europe/Berlin", "[Europe/Berlin]", "timeZone: expected a text.")]
    [InlineData("Europe/Berlin", "Europe/Вerlin", "timeZone: expected an IANA time zone")]
    [InlineData("admins: [admin@contoso.example]", "admins: [admin]", "admins: expected an e-mail address")]
    [InlineData("admins: [admin@contoso.example]", "admins: [\"@\"]", "admins: expected an e-mail address")]
    [InlineData("admins: [admin@contoso.example]", "admins: [\"*@contoso.example\"]", "admins: expected an e-mail address")]
    [InlineData("admins: [admin@contoso.example]", "admins: [\"admin@contoso.example, eve@evil.example\"]", "admins: expected an e-mail address")]
    [InlineData("admins: [admin@contoso.example]", "admins: [аdmin@contoso.example]", "admins: expected an e-mail address")]
    [InlineData("admins: [admin@contoso.example]", "admins: [\"admin@contoso.example\\0\"]", "admins: there is an invisible character")]
    [InlineData("admins: [admin@contoso.example]", "admins: [\"<admin@contoso.example>\"]", "admins: expected an e-mail address")]
    [InlineData("admins: [admin@contoso.example]", "admins: [{long}]", "admins: is longer than 4000 characters.")]
    [InlineData("admins: [admin@contoso.example]", "admins: [[admin@contoso.example]]", "admins: expected an e-mail address")]
    [InlineData("admins: [admin@contoso.example]", "admins: { a: b }", "admins: expected a list")]
    [InlineData("  speech:\n", "  \"speech\\u200B\":\n", "teams: \"speech�\" is no team name")]
    [InlineData("  speech:\n", "  ..:\n", "teams: \"..\" is no team name")]
    [InlineData("  speech:\n", "  \"$(reboot)\":\n", "teams: \"$(reboot)\" is no team name")]
    [InlineData("  speech:\n", "  \"<!everyone>\":\n", "teams: \"<!everyone>\" is no team name")]
    [InlineData("  speech:\n", "  \"sp\\neech\":\n", "teams: \"sp eech\" is no team name")]
    [InlineData("  speech:\n", "  [a, b]:\n", "teams: a field's name must be a text.")]
    [InlineData("  speech:\n", "  \"\":\n", "teams: a field's name must be a text.")]
    [InlineData("title: Computer Vision", "title: {long}", "teams.vision.title: is longer than 4000 characters.")]
    [InlineData("title: Computer Vision", "title: {a: b}", "teams.vision.title: expected a text.")]
    [InlineData("title: Computer Vision", "title: \"\\e[2J\"", "teams.vision.title: there is an invisible character (U+001B) in it.")]
    [InlineData("channel: vision", "channel: \"vision talk\"", "teams.vision.channel: expected a channel name")]
    [InlineData("channel: vision", "channel: <#C123>", "teams.vision.channel: expected a channel name")]
    [InlineData("channel: vision", "channel: ../vision", "teams.vision.channel: expected a channel name")]
    [InlineData("channel: vision", "channel: 1", "teams.vision.channel: expected a channel name")]
    [InlineData("channel: vision", "channels: [vision]", "teams.vision.channels: unknown field. Did you mean channel?")]
    [InlineData("currency: USD", "currency: [USD]", "currency: expected a text.")]
    [InlineData("oneAbove: 100\n", "oneAbove: 1e3\n", "approvals.oneAbove: expected an amount above 0")]
    [InlineData("oneAbove: 100\n", "oneAbove: -100\n", "approvals.oneAbove: expected an amount above 0")]
    [InlineData("oneAbove: 100\n", "oneAbove: .inf\n", "approvals.oneAbove: expected an amount above 0")]
    [InlineData("oneAbove: 100\n", "oneAbove: １００\n", "approvals.oneAbove: expected an amount above 0")]
    [InlineData("twoAbove: 1000", "twoAbove: 99999999999999999999999999999999999999", "approvals.twoAbove: expected an amount above 0")]
    [InlineData("twoAbove: 1000", "twoAbove: 1,000", "approvals.twoAbove: expected an amount above 0")]
    [InlineData("expire: 6h", "expire: 0m", "approvals.expire: expected a duration")]
    [InlineData("expire: 6h", "expire: 999999999d", "approvals.expire: expected a duration")]
    [InlineData("[llm-*]", "[llm?]", "approvals.restricted: expected names of blueprints")]
    [InlineData("[llm-*]", "[\"llm\\\\*\"]", "approvals.restricted: expected names of blueprints")]
    [InlineData("[llm-*]", "[{long}]", "approvals.restricted: is longer than 4000 characters.")]
    [InlineData("to: \"19:00\"", "to: \"24:00\"", "hours.to: expected a time of day")]
    [InlineData("to: \"19:00\"", "to: \"19:00:00\"", "hours.to: expected a time of day")]
    [InlineData("to: \"19:00\"", "to: 7pm", "hours.to: expected a time of day")]
    [InlineData("until: 2026-12-31", "until: 2026-02-30", "teams.vision.exceptions[1].until: expected a day")]
    [InlineData("until: 2026-12-31", "until: 31.12.2026", "teams.vision.exceptions[1].until: expected a day")]
    [InlineData("until: 2026-12-31", "until: 2026-12-31T00:00:00Z", "teams.vision.exceptions[1].until: expected a day")]
    [InlineData("machines: 10", "machines: 1e1", "teams.vision.limits.machines: expected a whole number")]
    [InlineData("machines: 10", "machines: 99999999999", "teams.vision.limits.machines: expected a whole number")]
    [InlineData("\"A100*\": 8", "\"A100*\": 08", "teams.vision.limits.gpus.A100*: expected a GPU model and how many")]
    [InlineData("\"A100*\": 8", "\"A100*\": 99999", "teams.vision.limits.gpus.A100*: expected a GPU model and how many")]
    [InlineData("\"A100*\": 8", "\"A1?0*\": 8", "teams.vision.limits.gpus.A1?0*: expected a GPU model and how many")]
    [InlineData("\"A100*\": 8", "\"\\u202E001A\": 8", "teams.vision.limits.gpus.�001A: expected a GPU model and how many")]
    [InlineData("scientist2@contoso.example: { machines: 2 }", "scientist2@contoso.example: 2",
        "teams.vision.people.scientist2@contoso.example: expected `field: value`")]
    [InlineData("scientist2@contoso.example: { machines: 2 }", "\"*\": { machines: 2 }",
        "teams.vision.people: expected an e-mail address in lower case, not \"*\".")]
    [InlineData("      scientist2@contoso.example: { machines: 2 }", "      - scientist2@contoso.example", "teams.vision.people: expected `name:` entries.")]
    [InlineData("CC-4711", "\"=HYPERLINK()\"", "teams.vision.costCentre: expected a cost centre")]
    [InlineData("[0B6FE6D1-fece-44f7-9a48-56465e2d5ab8]", "[0B6FE6D1fece44f79a4856465e2d5ab8]",
        "teams.research.groups: expected the object id of an Entra group")]
    public void Refuses(string from, string to, string says)
    {
        Assert.Equal(2, BrokenPolicy.Text.Split(from).Length);
        var text = BrokenPolicy.Text.Replace(from, to.Replace("{long}", new string('x', 100_000), StringComparison.Ordinal), StringComparison.Ordinal);

        var problem = Assert.Single(Sentence.Problems(BrokenPolicy.File, () => PolicyFile.Parse(BrokenPolicy.File, text)));
        Assert.StartsWith(says, problem[(problem.IndexOf(": ", StringComparison.Ordinal) + 2)..], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sample@1 {digest}\nsample@1 {digest}", "sample@1 stands here twice; restore the file from git.")]
    [InlineData("sample@1\t{digest}", "expected `name@version sha256:…`; restore the file from git.")]
    [InlineData("sample@1 {digest} ", "expected `name@version sha256:…`")]
    [InlineData(" sample@1 {digest}", "expected `name@version sha256:…`")]
    [InlineData("sample@-1 {digest}", "expected `name@version sha256:…`")]
    [InlineData("sample@１ {digest}", "expected `name@version sha256:…`")]
    [InlineData("../sample@1 {digest}", "expected `name@version sha256:…`")]
    [InlineData("sаmple@1 {digest}", "expected `name@version sha256:…`")]
    [InlineData("sample@1 {DIGEST}", "expected `name@version sha256:…`")]
    [InlineData("sample@1 {digest}\0", "expected `name@version sha256:…`")]
    [InlineData("\u202Esample@1 {digest}", "expected `name@version sha256:…`")]
    [InlineData("{long}", "expected `name@version sha256:…`")]
    public void Refuses_a_line_of_released_versions(string line, string says)
    {
        using var folder = new TempFolder();
        var digest = "sha256:" + new string('a', 64);
        var file = folder.Write("released.lock", line
            .Replace("{digest}", digest, StringComparison.Ordinal)
            .Replace("{DIGEST}", digest.ToUpperInvariant(), StringComparison.Ordinal)
            .Replace("{long}", new string('x', 100_000), StringComparison.Ordinal));

        Assert.Contains(says, Assert.Single(Sentence.Problems(file, () => ReleasedLock.Load(file))), StringComparison.Ordinal);
    }
}
