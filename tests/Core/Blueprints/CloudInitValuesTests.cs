using System.Text.Json;
using ChatOps.Core.Blueprints;

namespace ChatOps.Tests.Core.Blueprints;

/// <summary>Whatever an author writes reaches the machine as a value and never as YAML or shell.</summary>
public sealed class CloudInitValuesTests
{
    private static readonly CloudConfig Plain = CloudConfig.Of(SampleBlueprint.Parsed());

    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>On one line and allowed everywhere.</summary>
    public static TheoryData<string> OneLine =>
    [
        "a: b", "it's", "- x", "{a: b}", "[a]", "{{ v1.platform }}", "&anchor", "*alias", "!!python/object:x", "%YAML 1.1", "@at", "|", ">-",
        "true", "null", "~", "0x10", "1_000", "  spaces at both ends  ", "---", "...", "Grüße, 漢字", "a\u00a0b",
        "a; reboot", "a && b | c > /tmp/x", "<script>", new string('x', 300),
    ];

    /// <summary>Allowed in a check's command, which is a program of the author's own.</summary>
    public static TheoryData<string> Commands =>
    [
        .. OneLine.Select(row => row.Data),
        "$(touch x)", "echo \"$HOME\"", "`id`", "python -c 'print(\"a\")'",
        "a\nb", "a\n", "\na", "a\n  indented\n\n\nb", "a\tb", "\t", "a \\\n b", "\\", "😀", "EOF\n", "a\r\nb", "a\u0085b", "a\u2028b", "a\u2029b",
        "\u001b[31mred",
    ];

    [Theory]
    [MemberData(nameof(OneLine))]
    public void Hands_on_a_variable_as_it_is_written(string value)
    {
        var config = CloudConfig.Of(SampleBlueprint.ParseWith("HF_HOME: /data/huggingface", $"HF_HOME: '{value.Replace("'", "''")}'"));

        Assert.EndsWith($"\nHF_HOME=\"{value}\"\n", config.Content("/etc/environment"), StringComparison.Ordinal);
        AssertSameShape(config);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Hands_on_a_check_as_it_is_written(string command)
    {
        var check = new Check("hostile", command, command);
        var config = CloudConfig.Of(SampleBlueprint.Parsed() with { Checks = [check] });

        Assert.Equal(check, Assert.Single(JsonSerializer.Deserialize<Check[]>(config.Content("/etc/chatops/checks.json"), Web) ?? []));
        AssertSameShape(config);
    }

    [Theory]
    [MemberData(nameof(OneLine))]
    public void Hands_on_a_comment_of_the_lock_file(string comment)
    {
        var text = $"# {comment}\ntorch==2.9.1 # {comment}\n";
        var config = CloudConfig.Of(SampleBlueprint.Parsed() with { Requirements = Requirements.Parse("requirements.lock", text) });

        Assert.Equal(text, config.Content("/opt/chatops/requirements.lock"));
        AssertSameShape(config);
    }

    [Theory]
    [InlineData("\n\n# after blank lines\ntorch==2.9.1\n")]
    [InlineData("   # indented\ntorch==2.9.1\n")]
    [InlineData("torch==2.9.1")]
    [InlineData("torch==2.9.1\n\n\n")]
    [InlineData("torch==2.9.1   \n")]
    [InlineData("# a\ttab\ntorch==2.9.1\n")]
    public void Hands_on_a_lock_file_of_any_layout(string text) =>
        Assert.Equal(
            text,
            CloudConfig.Of(SampleBlueprint.Parsed() with { Requirements = Requirements.Parse("requirements.lock", text) })
                .Content("/opt/chatops/requirements.lock"));

    [Theory]
    [InlineData("/subscriptions/0/a: b #c")]
    [InlineData("/subscriptions/0/\"quoted\"")]
    [InlineData("/subscriptions/0/line\nmode: key")]
    public void Hands_on_the_identity_as_it_is(string identity)
    {
        var blob = CloudConfig.Of(SampleBlueprint.Parsed(), identity).BlobConfig;

        Assert.Equal(identity, CloudConfig.Parse(blob)["azstorage"]["resid"].ToString());
    }

    [Fact]
    public void Keeps_a_title_and_a_description_away_from_the_machine() =>
        Assert.Equal(
            CloudInit.Render(SampleBlueprint.Parsed(), CloudConfig.Identity),
            CloudInit.Render(SampleBlueprint.ParseWith("title: A sample", "title: \"runcmd: [reboot] #\""), CloudConfig.Identity));

    private static void AssertSameShape(CloudConfig config)
    {
        Assert.Equal(Plain.Modules, config.Modules);
        Assert.Equal(Plain.Paths, config.Paths);
        Assert.Equal(Plain.Module("runcmd"), config.Module("runcmd"));
    }
}
