using System.Security.Cryptography;
using System.Text;

namespace ChatOps.Sandbox.Cloud;

/// <summary>How long things take in Azure, about; the same machine always takes the same time.</summary>
internal static class Pace
{
    public static TimeSpan Create(string vm, double slow) => Between(80, 130, vm + "create", slow);

    /// <summary>cloud-init with a few gigabytes of Python packages.</summary>
    public static TimeSpan Software(string vm, double slow) => Between(240, 330, vm + "software", slow);

    /// <summary>Drivers take minutes, everything else under one.</summary>
    public static TimeSpan Extension(string vm, string type, double slow) => type == "NvidiaGpuDriverLinux"
        ? Between(420, 560, vm + type, slow)
        : Between(35, 55, vm + type, slow);

    public static TimeSpan Checks(string vm, double slow) => Between(20, 40, vm + "checks", slow);

    public static TimeSpan Start(string vm, double slow) => Between(55, 90, vm + "start", slow);

    /// <summary>Of what holds no hardware: only written down.</summary>
    public static TimeSpan Resize(string vm, double slow) => Between(10, 20, vm + "resize", slow);

    public static TimeSpan Deallocate(string vm, double slow) => Between(40, 65, vm + "deallocate", slow);

    public static TimeSpan Delete(string vm, double slow) => Between(45, 75, vm + "delete", slow);

    public static TimeSpan Snapshot(string snapshot, double slow) => Between(20, 60, snapshot, slow);

    /// <summary>Between the warning and the end.</summary>
    public static readonly TimeSpan EvictionNotice = TimeSpan.FromSeconds(30);

    private static TimeSpan Between(int least, int most, string seed, double slow)
    {
        var spread = BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes(seed))) % (uint)(most - least + 1);
        return TimeSpan.FromSeconds((least + spread) * slow);
    }
}
