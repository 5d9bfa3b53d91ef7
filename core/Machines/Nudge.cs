using System.Text.Json.Serialization;

namespace ChatOps.Core.Machines;

/// <summary>What a queue's message asks for.</summary>
public sealed record Nudge(NudgeKind Kind, MachineId Machine);

[JsonConverter(typeof(JsonStringEnumConverter<NudgeKind>))]
public enum NudgeKind { Look, Deliver }
