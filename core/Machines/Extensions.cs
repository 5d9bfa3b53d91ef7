using ChatOps.Core.Blueprints;

namespace ChatOps.Core.Machines;

/// <summary>The VM extensions that a blueprint needs, in the order in which they are installed.</summary>
public static class Extensions
{
    public static IEnumerable<VmExtension> For(Blueprint blueprint)
    {
        if (blueprint.Software.Driver.Source == DriverSource.Grid)
            yield return new VmExtension("gpu-driver", "Microsoft.HpcCompute", "NvidiaGpuDriverLinux", "1.11",
                $$"""{"driverVersion":"{{blueprint.Software.Driver.Version}}"}""");
        if (blueprint.Access.EntraSsh)
            yield return new VmExtension("entra-ssh", "Microsoft.Azure.ActiveDirectory", "AADSSHLoginForLinux", "1.0", Settings: null);
    }
}
