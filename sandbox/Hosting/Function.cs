using System.Collections.Immutable;

namespace ChatOps.Sandbox.Hosting;

/// <summary>A folder with a <c>function.json</c>.</summary>
internal abstract record Function(string Name);

/// <param name="Methods">In capitals; empty for all.</param>
internal sealed record HttpFunction(string Name, string Route, ImmutableArray<string> Methods) : Function(Name);

/// <param name="Binding">What the message is called in the envelope.</param>
internal sealed record QueueFunction(string Name, string Binding, string Queue) : Function(Name);

/// <param name="Monitored">Whether it is remembered when it ran, so that a missed run is made up for.</param>
internal sealed record TimerFunction(string Name, string Binding, Schedule Schedule, bool Monitored, bool RunOnStartup) : Function(Name);
