using ChatOps.Bot;
using ChatOps.Bot.Cards;
using ChatOps.Core.People;
using ChatOps.Core.Words;
using ChatOps.Sandbox.Chat;
using ChatOps.Tests.Bot;

namespace ChatOps.Tests.Sandbox.Chat;

public sealed class SandboxChatTests
{
    private static readonly Conversation Direct = Conversation.Direct(SandboxChat.ChannelName, BotDesk.Scientist.Email);

    private readonly SandboxChat _chat = new();
    private readonly List<ChatMessage> _changed = [];

    public SandboxChatTests() => _chat.Changed += _changed.Add;

    [Fact]
    public void A_channel_is_seen_by_its_team_and_by_admins()
    {
        Answer(BotDesk.Channel, Reply.ToAll(Of("hello")));

        Assert.Equal("#vision", _changed.Single().Where);
        Assert.Equal(["scientist", "scientist2", "manager", "admin"], Seers());
    }

    [Fact]
    public void A_private_answer_in_a_channel_is_seen_by_the_one_who_asked()
    {
        Answer(BotDesk.Channel, Reply.Private(Of("hello")));

        Assert.Equal("#vision, only scientist sees it", _changed.Single().Where);
        Assert.Equal(["scientist"], Seers());
    }

    [Fact]
    public void A_direct_message_is_seen_by_nobody_else_admins_included()
    {
        Answer(Direct, Reply.ToAll(Of("hello")));

        Assert.Equal("to scientist", _changed.Single().Where);
        Assert.Equal(["scientist"], Seers());
    }

    [Fact]
    public async Task A_card_with_a_key_is_edited_in_place_in_its_conversation()
    {
        await PutAsync(BotDesk.Channel, "machine-1", Of("before"));
        await PutAsync(BotDesk.Channel, "machine-1", Of("after"));
        await PutAsync(Direct, "machine-1", Of("elsewhere"));

        Assert.Equal([("after", true), ("after", true), ("elsewhere", false)], _changed.Select(m => (m.Card.Title, m.IsEdited)));
        Assert.Same(_changed[0], _changed[1]);
    }

    [Fact]
    public async Task A_card_that_looks_the_same_is_not_shown_again()
    {
        await PutAsync(BotDesk.Channel, "machine-1", Of("same"));
        await PutAsync(BotDesk.Channel, "machine-1", Of("same"));

        Assert.Single(_changed);
    }

    [Fact]
    public void Answers_without_a_key_are_messages_of_their_own()
    {
        Answer(BotDesk.Channel, Reply.ToAll(Of("hello")));
        Answer(BotDesk.Channel, Reply.ToAll(Of("hello")));

        Assert.Equal(2, _changed.Distinct().Count());
    }

    [Theory]
    [InlineData("Stop", null, "stop new")]
    [InlineData("stop", null, "stop new")]
    [InlineData("Extend", null, "extend new 2h")]
    [InlineData("Stop", "ember-otter", "stop old")]
    public void The_newest_button_that_fits_is_pressed(string label, string? machine, string command)
    {
        Answer(BotDesk.Channel, Reply.ToAll(Of("ember-otter", new CardButton("Stop", "stop old"))));
        Answer(BotDesk.Channel, Reply.ToAll(Of("lunar-fox", new CardButton("Stop", "stop new"), new CardButton("Extend 2h", "extend new 2h"))));

        Assert.Equal(command, _chat.FindButton(SandboxChat.ChannelName, BotDesk.Scientist, label, machine).Button.Command);
    }

    [Fact]
    public void A_button_that_only_somebody_else_sees_cannot_be_pressed()
    {
        Answer(BotDesk.Channel, Reply.Private(Of("ask", new CardButton("Terminate", "terminate x --yes"))));

        Assert.Equal(
            "scientist2 sees no button \"Terminate\".",
            Assert.Throws<UserError>(() => _chat.FindButton(SandboxChat.ChannelName, BotDesk.Colleague, "Terminate", null)).Message);
    }

    [Fact]
    public void Says_which_buttons_there_are()
    {
        Answer(BotDesk.Channel, Reply.ToAll(Of("ember-otter", new CardButton("Stop", "stop"), new CardButton("Connect", "connect"))));

        Assert.Equal(
            "scientist sees no button \"Go\". There is Stop, Connect.",
            Assert.Throws<UserError>(() => _chat.FindButton(SandboxChat.ChannelName, BotDesk.Scientist, "Go", null)).Message);
    }

    [Fact]
    public void The_newest_form_that_the_person_sees_is_filled_in()
    {
        Answer(BotDesk.Channel, Reply.Private(Of("form") with { Form = new Form("launch", "Launch", []) }));

        Assert.Equal("launch", _chat.FindForm(SandboxChat.ChannelName, BotDesk.Scientist).Form.Command);
        Assert.Equal(
            "scientist2 sees no form. `launch` opens one.",
            Assert.Throws<UserError>(() => _chat.FindForm(SandboxChat.ChannelName, BotDesk.Colleague)).Message);
    }

    private IEnumerable<string> Seers() =>
        new[] { BotDesk.Scientist, BotDesk.Colleague, BotDesk.Manager, BotDesk.Admin, BotDesk.Outsider }
            .Where(_changed.Single().IsSeenBy)
            .Select(p => p.Handle);

    private void Answer(Conversation where, Reply reply) => _chat.Answer(new ChatRequest("said-1", BotDesk.Scientist, where, "hi"), reply);

    private Task PutAsync(Conversation where, string key, Card card) => _chat.PutAsync(where, key, card, TestContext.Current.CancellationToken);

    private static Card Of(string title, params CardButton[] buttons) => new() { Title = title, Buttons = [.. buttons] };
}
