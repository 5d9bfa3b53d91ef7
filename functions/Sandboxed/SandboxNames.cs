namespace ChatOps.Functions.Sandboxed;

/// <summary>The names that the sandbox has fixed for the next machines: lines of a file, the first of which is taken.</summary>
internal sealed class SandboxNames(string folder)
{
    private string File => Path.Combine(folder, "names");

    public string? Take()
    {
        if (!System.IO.File.Exists(File) || System.IO.File.ReadAllLines(File) is not [var first, .. var rest]) return null;
        System.IO.File.WriteAllLines(File, rest);
        return first;
    }

    public void Add(string name) => System.IO.File.AppendAllLines(File, [name]);
}
