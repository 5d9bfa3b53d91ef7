using ChatOps.Bot;
using ChatOps.Core.Machines;
using ChatOps.Functions;

namespace ChatOps.Sandbox.Programs;

/// <summary>Where the program runs that a world is played with. It is handed one thing to do at a time.</summary>
internal interface IProgram : IAsyncDisposable
{
    /// <summary>For what is the same in each copy of the program: people, blueprints, commands, how often its chores come.</summary>
    Product Product { get; }

    /// <summary>Where each instance takes what chats post, before "messages" and "slack/…"; none without a chat.</summary>
    IReadOnlyList<Uri> Doors { get; }

    /// <summary>Fixes the name of a machine still to come.</summary>
    void FixName(string name);

    /// <summary>Kills the program and starts it again on what it had written.</summary>
    Task RestartAsync(CancellationToken cancellationToken);

    /// <summary>Has so many instances of it run, unless there are more: each does every chore, all at the same moment.</summary>
    Task ScaleOutAsync(int instances, CancellationToken cancellationToken);

    /// <returns>Null when the program ended over it.</returns>
    Task<Reply?> AnswerAsync(ChatRequest request, CancellationToken cancellationToken);

    /// <summary>Works on something that waits in the program's queues.</summary>
    /// <returns>False when there is nothing.</returns>
    Task<bool> WorkAsync(CancellationToken cancellationToken);

    /// <summary>What the Functions host does with a message that failed five times.</summary>
    Task GiveUpAsync(NudgeKind kind, string text, CancellationToken cancellationToken);

    Task RunAsync(Chore chore, CancellationToken cancellationToken);

    /// <summary>What Event Grid does in Azure: it puts into the queue that something was done to a resource.</summary>
    void AzureTells(string armId);
}
