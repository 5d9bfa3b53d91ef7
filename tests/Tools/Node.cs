namespace ChatOps.Tests.Tools;

/// <summary>Runs the scripts in <c>tests/Tools</c> with node, after installing exactly what <c>package-lock.json</c> says.</summary>
public static class Node
{
    private static readonly Lazy<Task> Installed = new(InstallAsync);

    /// <summary>Standard output of the script; fails with what it said when it exits other than 0.</summary>
    public static async Task<string> RunAsync(string script, string input, CancellationToken cancellationToken)
    {
        await InstalledAsync(cancellationToken);
        var ended = await Tool.RunAsync("node", [Repository.At("tests", "Tools", script)], cancellationToken, input);
        return ended.ExitCode == 0 ? ended.Output : throw new InvalidOperationException($"node {script} exited {ended.ExitCode}: {ended.Everything}");
    }

    /// <summary>Waits until <c>node_modules</c> is there; skips the test where there is no node.</summary>
    public static Task InstalledAsync(CancellationToken cancellationToken)
    {
        Tool.Needs("node", "nodejs");
        Tool.Needs("npm", "npm");
        return Installed.Value.WaitAsync(cancellationToken);
    }

    /// <summary>Once per process, whichever test comes first; not cancelled with it, because others wait for it too.</summary>
    private static async Task InstallAsync()
    {
        // npm's own record in node_modules differs from the lock file; a copy of what was installed from does not.
        var (wanted, stamp) = (await File.ReadAllTextAsync(Repository.At("package-lock.json")), Repository.At("node_modules", ".installed-from"));
        if (File.Exists(stamp) && await File.ReadAllTextAsync(stamp) == wanted) return;
        var ended = await Tool.RunAsync("npm", ["ci", "--no-audit", "--no-fund"], CancellationToken.None);
        if (ended.ExitCode != 0) throw new InvalidOperationException($"npm ci exited {ended.ExitCode}: {ended.Everything}");
        await File.WriteAllTextAsync(stamp, wanted);
    }
}
