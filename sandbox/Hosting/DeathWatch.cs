using System.Diagnostics;
using System.Globalization;

namespace ChatOps.Sandbox.Hosting;

/// <summary>
/// Kills a process when this one ends, however it ends: even killed, it closes the pipe that a small shell waits on. (What the
/// kernel offers for this, PR_SET_PDEATHSIG, goes by the thread that started the process, and .NET's threads come and go.)
/// </summary>
internal sealed class DeathWatch : IDisposable
{
    private readonly Process _shell;

    private DeathWatch(Process shell) => _shell = shell;

    public static DeathWatch Over(Process process)
    {
        var id = process.Id.ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo("/bin/sh", ["-c", "read -r _; kill -KILL \"$0\"", id]) { RedirectStandardInput = true };
        return new DeathWatch(Process.Start(start) ?? throw new InvalidOperationException("No shell started."));
    }

    /// <summary>As the end of this process would.</summary>
    public void LoseStarter() => _shell.StandardInput.Close();

    /// <summary>The process is not watched over any more; to be called before its id can be given to another.</summary>
    public void Dispose()
    {
        _shell.Kill();
        _shell.Dispose();
    }
}
