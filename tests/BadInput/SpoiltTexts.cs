using System.Text;
using ChatOps.Bot.Cards;
using ChatOps.Core.Blueprints;
using ChatOps.Core.People;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.BadInput;

/// <summary>Our own files and commands, spoilt at random, always the same way: each loads or is done, or is refused clearly.</summary>
public sealed class SpoiltTexts
{
    private const int Spoilt = 40;

    private static readonly string[] Said =
    [
        "launch pytorch-t4 for 4 hours", "launch pytorch-a100@1 with 2 gpus in eastus on spot named scratch",
        "launch \"pytorch-t4\" --hours=\"4\" --name=\"x-y\"",
        "show pytorch-t4", "list team", "status ember-otter", "connect ember-otter", "extend ember-otter by 90 minutes", "stop ember-otter",
        "start lunar-fox",
        "terminate ember-otter --yes", "history lunar-fox", "help launch", "<at>GPU</at> /gpu launch pytorch-t4",
    ];

    public static TheoryData<string> Blueprints => [.. Repository.BlueprintNames];

    public static TheoryData<string> Commands => [.. Said];

    [Theory]
    [MemberData(nameof(Blueprints))]
    public void A_blueprint_loads_or_says_why_not(string name)
    {
        var requirements = Requirements.Load(Repository.At("blueprints", name, "requirements.lock"));
        Spoil(Repository.At("blueprints", name, "blueprint.yaml"), text => BlueprintFile.Parse("blueprint.yaml", text, requirements), "blueprint.yaml");
    }

    [Theory]
    [MemberData(nameof(Blueprints))]
    public void A_lock_file_loads_or_says_why_not(string name) =>
        Spoil(Repository.At("blueprints", name, "requirements.lock"), text => Requirements.Parse("requirements.lock", text), "requirements.lock");

    [Fact]
    public void The_policy_loads_or_says_why_not() =>
        Spoil(Repository.At("blueprints", "policy.yaml"), text => PolicyFile.Parse("policy.yaml", text), "policy.yaml");

    [Fact]
    public void The_released_versions_load_or_say_why_not()
    {
        using var folder = new TempFolder();
        var file = folder.At("released.lock");
        Spoil(Repository.At("blueprints", "released.lock"), text =>
        {
            File.WriteAllBytes(file, Encoding.UTF8.GetBytes(text));
            ReleasedLock.Load(file);
        }, file);
    }

    [Fact]
    public void Nonsense_is_no_file()
    {
        var requirements = Requirements.Parse("requirements.lock", "torch==2.9.1\n");
        for (var seed = 0; seed < 200; seed++)
        {
            var text = new Mutator(seed).Nonsense();
            Sentence.Problems("blueprint.yaml", () => BlueprintFile.Parse("blueprint.yaml", text, requirements));
            Sentence.Problems("policy.yaml", () => PolicyFile.Parse("policy.yaml", text));
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_command_is_done_or_refused_clearly(string command)
    {
        for (var seed = 0; seed < Spoilt / 2; seed++) await AnsweredAsync(new Mutator(seed).Spoil(command));
    }

    [Theory]
    [InlineData("")]
    [InlineData("launch ")]
    [InlineData("launch pytorch-t4 --name ")]
    [InlineData("terminate ")]
    [InlineData("extend ember-otter ")]
    public async Task Nonsense_is_refused_clearly(string before)
    {
        for (var seed = 0; seed < Spoilt / 2; seed++) await AnsweredAsync(before + new Mutator(seed).Nonsense());
    }

    private static async Task AnsweredAsync(string text)
    {
        using var desk = await ChatDesk.OpenAsync();
        // A question back is an answer too; a sentence alone is a refusal.
        var reply = await desk.SayAsync(text);
        if (reply.Card is { Tone: Tone.Warning, Body.IsEmpty: true }) Sentence.IsClear(reply.Card.Title);
        else Assert.NotEqual(Tone.Bad, reply.Card.Tone);
    }

    private static void Spoil(string file, Action<string> load, string name)
    {
        var text = File.ReadAllText(file);
        for (var seed = 0; seed < Spoilt; seed++)
        {
            var spoilt = new Mutator(seed).Spoil(text);
            Sentence.LoadsOrSaysWhyNot(name, () => load(spoilt));
        }
    }
}
