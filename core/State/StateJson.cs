using System.Text.Json.Serialization;
using ChatOps.Core.Approvals;
using ChatOps.Core.Inventory;
using ChatOps.Core.Machines;
using ChatOps.Core.Prices;
using ChatOps.Core.Reaping;
using ChatOps.Core.Savings;

namespace ChatOps.Core.State;

/// <summary>The documents that rows hold.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Machine))]
[JsonSerializable(typeof(MachineEvent))]
[JsonSerializable(typeof(OutboxMessage))]
[JsonSerializable(typeof(NameReservation))]
[JsonSerializable(typeof(KnownGroup))]
[JsonSerializable(typeof(LastLaunch))]
[JsonSerializable(typeof(MeantMachine))]
[JsonSerializable(typeof(Orphan))]
[JsonSerializable(typeof(PoisonMessage))]
[JsonSerializable(typeof(ReservedForTeam))]
[JsonSerializable(typeof(ApprovalRequest))]
[JsonSerializable(typeof(EndedRequest))]
[JsonSerializable(typeof(KeptSavings))]
[JsonSerializable(typeof(RequestMessage))]
[JsonSerializable(typeof(ToldBudget))]
[JsonSerializable(typeof(KeptPolicy))]
[JsonSerializable(typeof(PolicyTrouble))]
[JsonSerializable(typeof(Silence))]
[JsonSerializable(typeof(KeptPrices))]
internal sealed partial class StateJson : JsonSerializerContext;
