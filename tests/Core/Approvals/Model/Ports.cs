using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using ChatOps.Bot;
using ChatOps.Bot.Cards;
using ChatOps.Core.People;
using ChatOps.Core.State;
using ChatOps.Tests.Core.Machines;
using ChatOps.Tests.Tools;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOps.Tests.Core.Approvals.Model;

/// <summary>One of the programs: stores of its own, on tables and a chat that are everybody's.</summary>
internal sealed class ModelProgram
{
    public ModelProgram(Func<ModelProgram, string, ITable> open, Func<ModelProgram, IChannel> chat, Policy policy, TimeProvider time)
    {
        ITable Open(string name) => open(this, name);
        Machines = new MachineStore(Open("machines"), new Nudges());
        var names = new NameStore(Open("names"), Machines, time);
        Governance = new GovernanceDesk(Open, Machines, names, Situations.Catalog, new LivePolicy(policy), new ChatOps.Core.Orders.NameMaker(), time);
        Delivery = new RequestDelivery(
            Governance.Requests, Governance.Views, chat(this), Governance.Policy, time, NullLogger<RequestDelivery>.Instance);
    }

    public MachineStore Machines { get; }

    public GovernanceDesk Governance { get; }

    public RequestDelivery Delivery { get; }

    public bool IsDead { get; set; }
}

/// <summary>The program has ended: whatever it tries from then on has no effect.</summary>
internal sealed class ProgramEndedException : Exception;

/// <param name="pass">Called before each call, and after each write.</param>
internal sealed class ModelTable(ITable inner, Action pass) : ITable
{
    public Task<TableRow?> GetAsync(string partition, string row, CancellationToken cancellationToken)
    {
        pass();
        return inner.GetAsync(partition, row, cancellationToken);
    }

    public async IAsyncEnumerable<TableRow> QueryAsync(TableRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A look at the machines is a query of each of 16 partitions at the same time.
        if (range.Partition is not [>= '1' and <= 'f']) pass();
        await foreach (var row in inner.QueryAsync(range, cancellationToken)) yield return row;
    }

    public async Task<bool> TransactAsync(string partition, IReadOnlyList<TableWrite> writes, CancellationToken cancellationToken)
    {
        pass();
        var isWritten = await inner.TransactAsync(partition, writes, cancellationToken);
        pass();
        return isWritten;
    }

    public Task<TableChanges?> ChangesAsync(string prefix, long? mark, CancellationToken cancellationToken)
    {
        pass();
        return inner.ChangesAsync(prefix, mark, cancellationToken);
    }
}

/// <summary>What people see: the last card under each key of each conversation.</summary>
internal sealed class ModelChat
{
    public const string Name = "chat";

    /// <summary>Who has not met the bot at first: whoever asks in a channel need not.</summary>
    public static readonly ImmutableArray<string> AtFirst = ["admin@contoso.example", "manager2@contoso.example", "scientist2@contoso.example"];

    public HashSet<string> Strangers { get; } = [.. AtFirst];

    public Dictionary<(Conversation Where, string Key), Card> Shown { get; } = [];
}

/// <summary>The chat, as a program sees it.</summary>
/// <param name="pass">Called before and after each card.</param>
internal sealed class ModelLine(ModelChat chat, Action pass) : IChannel
{
    public string Name => ModelChat.Name;

    public Task PutAsync(Conversation conversation, string key, Card card, CancellationToken cancellationToken)
    {
        pass();
        if (conversation.IsDirect && chat.Strangers.Contains(conversation.Id)) throw new UnreachableConversationException("They have not met.");
        chat.Shown[(conversation, key)] = card;
        pass();
        return Task.CompletedTask;
    }
}
