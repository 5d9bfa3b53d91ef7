using ChatOps.Core.Blueprints;
using ChatOps.Core.Machines;
using ChatOps.Core.Metering;
using ChatOps.Core.Words;

namespace ChatOps.Tests.Core.Metering;

/// <summary>A stretch of a scientist's use of one A100. Tests change one thing of it.</summary>
internal static class SampleUsage
{
    public static UsageRecord From(DateTimeOffset from, double hours) => new()
    {
        Machine = new MachineId("a000000000000000"),
        Name = "ember-otter",
        Owner = "scientist@contoso.example",
        Team = "vision",
        Blueprint = new BlueprintRef("pytorch-a100", 1),
        Kind = UsageKind.Compute,
        Size = "Standard_NC24ads_A100_v4",
        Region = "eastus",
        From = from,
        To = from.AddHours(hours),
        Billed = TimeSpan.FromHours(hours),
        PerHour = new Money(3.673m, "USD"),
    };
}
