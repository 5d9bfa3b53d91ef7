using ChatOps.Bot.Cards;
using ChatOps.Core.Words;
using ChatOps.Tests.Bot;

namespace ChatOps.Tests.BadInput;

/// <summary>What arrives from a card that was tampered with, is old, or is somebody else's. Nothing in it is trusted.</summary>
public sealed class BadButtonsAndForms
{
    private static readonly Form Form = LaunchForm.Build([.. BotDesk.TheBlueprints.For(BotDesk.Scientist)]).Form
        ?? throw new InvalidOperationException("There is no form.");

    [Theory]
    [InlineData("status id:{foreign}")]
    [InlineData("connect id:{foreign}")]
    [InlineData("stop id:{foreign}")]
    [InlineData("start id:{foreign}")]
    [InlineData("extend id:{foreign} 2h")]
    [InlineData("terminate id:{foreign}")]
    [InlineData("terminate id:{foreign} --yes")]
    [InlineData("history id:{foreign}")]
    [InlineData("terminate ID:{foreign} --yes")]
    [InlineData("terminate id:{foreign}0 --yes")]
    [InlineData("terminate {foreign} --yes")]
    [InlineData("terminate id: {foreign} --yes")]
    [InlineData("terminate m~{foreign} --yes")]
    [InlineData("stop id:0000000000000000")]
    [InlineData("stop id:000000000000000g")]
    [InlineData("stop id:０００００００００００００００0")]
    [InlineData("stop id:'%20or%201")]
    [InlineData("extend id:{own} -2h")]
    [InlineData("extend id:{own} 0h")]
    [InlineData("extend id:{own} 300d")]
    [InlineData("extend id:{own} 0.001s")]
    [InlineData("start id:{own} --force")]
    [InlineData("launch pytorch-t4@9999")]
    [InlineData("launch pytorch-t4 --owner admin@contoso.example")]
    [InlineData("launch pytorch-t4 --price 0")]
    public async Task A_forged_button_does_nothing(string command)
    {
        using var desk = await ChatDesk.OpenAsync();
        var (foreign, own) = ($"{ChatDesk.Foreign.Id}", $"{Some.Running().Id}");

        var said = await desk.RefusedAsync(command
            .Replace("{foreign}", foreign, StringComparison.Ordinal)
            .Replace("{own}", own, StringComparison.Ordinal));

        Assert.DoesNotContain("quiet-heron", said, StringComparison.Ordinal);
        Assert.DoesNotContain("outsider", said, StringComparison.Ordinal);
        Assert.DoesNotContain("speech", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("blueprint", "")]
    [InlineData("blueprint", "llm-finetune")]
    [InlineData("blueprint", "pytorch-t4@1")]
    [InlineData("blueprint", "PYTORCH-T4")]
    [InlineData("blueprint", "pytorch-t4 --spot")]
    [InlineData("blueprint", "../pytorch-t4")]
    [InlineData("blueprint", "{100KB}")]
    [InlineData("blueprint", "{NUL}")]
    [InlineData("blueprint", "pytorch-t4\u200B")]
    [InlineData("hours", "0")]
    [InlineData("hours", "-4")]
    [InlineData("hours", "4h")]
    [InlineData("hours", "4 --spot")]
    [InlineData("hours", "9999")]
    [InlineData("hours", "{100K-digits}")]
    [InlineData("hours", "４")]
    [InlineData("gpus", "3")]
    [InlineData("gpus", "0")]
    [InlineData("gpus", "1.5")]
    [InlineData("gpus", "99999999999")]
    [InlineData("gpus", "{half}")]
    [InlineData("spot", "YES")]
    [InlineData("spot", "true")]
    [InlineData("spot", "{100KB}")]
    [InlineData("name", "Ember Otter")]
    [InlineData("name", "ember-otter\n--another")]
    [InlineData("name", "<@U123>")]
    [InlineData("name", "{ESC}[31m")]
    [InlineData("name", "{100KB}")]
    [InlineData("", "x")]
    [InlineData("owner", "admin@contoso.example")]
    [InlineData("team", "speech")]
    [InlineData("another", "yes")]
    [InlineData("keep-on-failure", "yes")]
    [InlineData("region", "eastus")]
    [InlineData("Blueprint", "pytorch-t4")]
    [InlineData("{100KB}", "x")]
    [InlineData("{ESC}[31m", "x")]
    [InlineData("@everyone", "x")]
    public async Task A_forged_field_does_nothing(string field, string value)
    {
        using var desk = await ChatDesk.OpenAsync();
        var values = new Dictionary<string, string> { ["blueprint"] = "pytorch-t4", [Sentence.Expand(field)] = Sentence.Expand(value) };
        string said;
        try
        {
            said = Form.Say(values);
        }
        catch (UserError e)
        {
            Sentence.IsClear(e.Message);
            return;
        }
        // Without a blueprint it opens the form again.
        if (field == "blueprint" && value.Length == 0) Assert.NotNull((await desk.SayAsync(said)).Card.Form);
        else await desk.RefusedAsync(said);
    }
}
