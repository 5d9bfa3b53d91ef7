using System.Text.Json.Serialization;
using ChatOps.Core.Inventory;
using ChatOps.Core.Machines;

namespace ChatOps.Core.State;

/// <summary>The documents that rows hold.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Machine))]
[JsonSerializable(typeof(MachineEvent))]
[JsonSerializable(typeof(OutboxMessage))]
[JsonSerializable(typeof(NameReservation))]
[JsonSerializable(typeof(LastLaunch))]
[JsonSerializable(typeof(MeantMachine))]
[JsonSerializable(typeof(Orphan))]
[JsonSerializable(typeof(PoisonMessage))]
internal sealed partial class StateJson : JsonSerializerContext;
