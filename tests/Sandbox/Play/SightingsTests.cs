using ChatOps.Bot.Cards;
using ChatOps.Core.People;
using ChatOps.Sandbox.Chat;
using ChatOps.Sandbox.Play;

namespace ChatOps.Tests.Sandbox.Play;

/// <summary>What a scenario expects of what was shown.</summary>
public sealed class SightingsTests
{
    private readonly Sightings _seen = new();

    [Fact]
    public void A_message_that_is_edited_is_one_message()
    {
        var message = Saying("ember-otter is idle");
        _seen.Add(message);
        message.Card = new Card { Title = "ember-otter is idle, and kept" };
        _seen.Add(message);

        _seen.ExpectOnce("ember-otter is idle", chat: null);
    }

    [Fact]
    public void Two_messages_that_say_the_same_are_not_once()
    {
        _seen.Add(Saying("ember-otter is stopped"));
        _seen.Add(Saying("ember-otter is stopped"));

        var wrong = Assert.Throws<ExpectationException>(() => _seen.ExpectOnce("is stopped", chat: null));

        Assert.StartsWith("2 times people were shown \"is stopped\".", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_lines_of_one_message_are_not_once()
    {
        _seen.Add(Saying("10:00  Warned\n10:05  Warned"));

        Assert.Throws<ExpectationException>(() => _seen.ExpectOnce("Warned", chat: null));
    }

    [Fact]
    public void What_was_never_shown_is_not_once()
    {
        _seen.Add(Saying("ember-otter is stopped"));
        _seen.Clear();

        Assert.Throws<ExpectationException>(() => _seen.ExpectOnce("is stopped", chat: null));
    }

    [Fact]
    public void What_each_person_sees_of_a_message_is_that_message()
    {
        var message = Saying("ember-otter is idle");
        _seen.Add(message);
        _seen.Add(new ChatMessage { Conversation = message.Conversation, Card = message.Card, OnlyFor = "scientist", ViewOf = message });

        _seen.ExpectOnce("is idle", chat: null);
    }

    [Fact]
    public void Only_what_was_shown_in_the_chat_counts_where_one_is_named()
    {
        _seen.Add(Saying("ember-otter is idle", "teams"));
        _seen.Add(Saying("ember-otter is idle", "slack"));

        _seen.ExpectOnce("is idle", "slack");
        _seen.Expect("is idle", "teams", wanted: true);
        _seen.Expect("is idle", "terminal", wanted: false);
    }

    private static ChatMessage Saying(string title, string chat = "terminal") =>
        new() { Conversation = Conversation.Direct(chat, "scientist@contoso.example"), Card = new Card { Title = title } };
}
