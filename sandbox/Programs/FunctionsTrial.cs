using System.Collections.Immutable;
using ChatOps.Sandbox.Hosting;

namespace ChatOps.Sandbox.Programs;

/// <summary>How the published program is played.</summary>
internal sealed record FunctionsTrial(Deployment Deployment)
{
    /// <summary>One for each instance: how the host that runs it encodes a queue's message.</summary>
    public ImmutableArray<PayloadReading> Instances { get; init; } = [PayloadReading.AsTheHostWrites];

    /// <summary>Told of each host once it runs.</summary>
    public Action<FunctionsHost> Started { get; init; } = _ => { };
}
