using ChatOps.Core.People;
using ChatOps.Core.Words;

namespace ChatOps.Sandbox.Chat;

/// <summary>What people hold in their hands. Whatever they do with it becomes a delivery, which has yet to be made.</summary>
internal interface IChatClient : IAsyncDisposable
{
    /// <summary>Which chat it is, as its conversations say.</summary>
    string Chat { get; }

    /// <summary>Somebody whom the policy does not know, and this chat does; null for nobody.</summary>
    Person? Outsider(string handle);

    /// <param name="channel">Null for a direct message.</param>
    Delivery Say(Person person, string? channel, string text);

    /// <param name="machine">That the message is about; null for any.</param>
    /// <exception cref="UserError">They see no such button.</exception>
    Task<Delivery> PressAsync(Person person, string label, string? machine, CancellationToken cancellationToken);

    /// <summary>The last thing that the person said is edited.</summary>
    /// <exception cref="UserError">They have said nothing, or nothing can be edited here.</exception>
    Delivery Edit(Person person, string text);

    /// <exception cref="UserError">They see no form, or it has no such field.</exception>
    Delivery Submit(Person person, IReadOnlyDictionary<string, string> values);
}

/// <param name="TryAsync">
/// Brings the program what somebody did, and shows them the answer; false when the program did not answer. Then it is tried again, as chats do.
/// </param>
internal sealed record Delivery(Func<CancellationToken, Task<bool>> TryAsync);
