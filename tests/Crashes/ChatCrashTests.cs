using System.Collections.Concurrent;
using ChatOps.Core.Words;
using ChatOps.Sandbox;
using ChatOps.Sandbox.Chat;
using ChatOps.Sandbox.Play;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Crashes;

/// <summary>
/// A machine is launched in a channel of Teams, and of Slack, and the program is killed at every call to a table or to the chat that there is
/// around its card. In the end there is one card, which says what is so. Where the program died between posting the card and noting it, nobody can
/// know that it is there, and there may be one more, which stays as it is.
/// </summary>
public sealed class ChatCrashTests(TeamsIssuer issuer) : IDisposable
{
    private const string Ready = "ember-otter: Running";
    private const string Told = "ember-otter is Running";

    private static readonly CrashScenario Launch = CrashScenarios.All.Single(scenario => scenario.Name == "launch");

    private readonly Play _play = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _play.Dispose();

    [Theory]
    [InlineData("Teams")]
    [InlineData("Slack")]
    public async Task A_crash_at_any_call_leaves_one_card_that_says_what_is_so(string chat)
    {
        var trial = chat == "Teams"
            ? new Trial { Teams = new TeamsTrial(await issuer.StartedAsync()) { IsPlayed = true } }
            : new Trial { Slack = new SlackTrial { IsPlayed = true } };
        var calls = new Calls(null);
        var (undisturbed, messages) = await _play.RunAsync(Launch, calls, redeliversLate: false, trial, Cancellation);
        Assert.Null(Problem(messages, mostCards: 1, mostTold: 1));
        Assert.DoesNotContain(undisturbed.Lines, line => line.Contains("/o~", StringComparison.Ordinal));

        var deaths = (Environment.GetEnvironmentVariable("CRASHES") == "all" ? calls.All : calls.Distinct).ToList();
        var differences = new ConcurrentBag<(int Call, string Text)>();
        await Parallel.ForEachAsync(deaths, Cancellation, async (death, cancellationToken) =>
        {
            var call = calls.Made[death.Call - 1];
            foreach (var late in call.IsOfRequest ? [false, true] : new[] { false })
                if (await DifferenceAsync(trial, undisturbed, death, late, cancellationToken) is { } difference)
                    differences.Add((call.Number, $"  {death.At(call)}{(late ? ", delivered again late" : "")}:\n{difference}"));
        });

        Assert.Contains(deaths, death => IsPost(calls.Made[death.Call - 1]) && death.IsAfter);
        var told = string.Join('\n', differences.OrderBy(difference => difference.Call).Select(difference => difference.Text));
        Assert.True(differences.IsEmpty, $"{differences.Count} of {deaths.Count} deaths change what comes of it:\n{told}");
    }

    private async Task<string?> DifferenceAsync(Trial trial, EndState undisturbed, Death death, bool late, CancellationToken cancellationToken)
    {
        var calls = new Calls(death);
        try
        {
            var (state, messages) = await _play.RunAsync(Launch, calls, late, trial, cancellationToken);
            if (!calls.HasKilled) return "    The program never made that call.";
            // What it did last took effect, and it noted nothing of it.
            var last = death.IsAfter ? death.Call : death.Call - 1;
            var isUnheard = last > 0 && IsPost(calls.Made[last - 1]);
            return Problem(messages, isUnheard ? 2 : 1, isUnheard ? 2 : 1) ?? state.DifferenceFrom(undisturbed);
        }
        catch (Exception e) when (e is UserError or ExpectationException or InvalidOperationException)
        {
            return $"    {e}";
        }
    }

    private static bool IsPost(Call call) =>
        call.Name == "POST /api/chat.postMessage"
        || (call.Name.StartsWith("POST ", StringComparison.Ordinal) && call.Name.Contains("/activities", StringComparison.Ordinal));

    /// <summary>What people see that they should not; null for nothing.</summary>
    private static string? Problem(IReadOnlyList<ChatMessage> messages, int mostCards, int mostTold)
    {
        var shown = messages.Where(message => !message.IsGone && message.ViewOf is null && !message.IsToast).ToList();
        var cards = shown.Where(message => !message.Conversation.IsDirect).Select(message => message.Card.Title).ToList();
        var told = shown.Count(message => message.Conversation.IsDirect && message.Card.Title == Told);
        if (cards.Count(title => title == Ready) != 1 || cards.Count > mostCards) return $"    the cards are {string.Join(" and ", cards)}";
        return told < 1 || told > mostTold ? $"    the owner was told {told} times" : null;
    }
}
