namespace ChatOps.Functions.Settings;

/// <summary>What the sandbox gives a program that it runs: its clock, its machines' names and its chat. In Azure there is none of it.</summary>
/// <param name="Folder">With the files <c>clock</c> and <c>names</c>.</param>
/// <param name="Chat">Where cards are put; on the loopback.</param>
internal sealed record SandboxOptions(string Folder, Uri Chat)
{
    public const string Section = "Sandbox";

    /// <returns>Null outside the sandbox.</returns>
    public static SandboxOptions? Read(SettingsReader settings)
    {
        var (folder, chat) = (settings.Optional("Sandbox__Folder"), settings.Address("Sandbox__Chat", orHttpHere: true));
        if (folder is null && chat is null) return null;
        if (folder is null || chat is null)
        {
            settings.Problem("Sandbox__Folder and Sandbox__Chat belong together. The sandbox sets both; nobody else sets any.");
            return null;
        }
        // What the product is told of time and people there, anybody could tell.
        if (chat.IsLoopback) return new SandboxOptions(folder, chat);
        settings.Problem("Sandbox__Chat is not on this machine. The sandbox sets it; nobody else does.");
        return null;
    }
}
