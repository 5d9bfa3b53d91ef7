using System.Text.Json.Serialization;

namespace ChatOps.Core.Machines;

/// <summary>How far a machine is in its life; one file in <c>Phases/</c> decides each.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Phase>))]
public enum Phase { Queued, Provisioning, Validating, Running, Stopping, Stopped, Starting, Evicted, Failed, Deleting, Deleted }

/// <summary>What people want of it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Wanted>))]
public enum Wanted { Running, Stopped, Deleted }

/// <summary>The steps that a person watches on the way to Running. A launch takes all but Boot; a start takes Boot and Checks.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Stage>))]
public enum Stage { Create, Software, Extensions, Boot, Checks }
