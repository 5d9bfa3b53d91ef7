using System.Collections.Immutable;

namespace ChatOps.Sandbox.Hosting;

/// <summary>A published folder, read as the Functions host reads it.</summary>
internal sealed record FunctionApp(HostFile Host, ImmutableArray<Function> Functions)
{
    /// <exception cref="InvalidDataException">Something in it is missing, wrong or beyond this host.</exception>
    public static FunctionApp Read(string root, IReadOnlyDictionary<string, string> settings)
    {
        var host = HostFile.Read(root, settings);
        ImmutableArray<Function> functions =
        [
            .. Directory.GetDirectories(root)
                .Where(folder => File.Exists(Path.Combine(folder, "function.json")))
                .Order(StringComparer.Ordinal)
                .Select(folder => FunctionFile.Read(folder, settings)),
        ];
        if (functions.IsEmpty) throw new InvalidDataException($"There is no folder with a function.json in {root}.");
        if (functions.OfType<HttpFunction>().Any() && !host.CustomHandler.EnableProxyingHttpRequest)
            throw new InvalidDataException("host.json: this host plays HTTP functions with customHandler.enableProxyingHttpRequest only.");
        if (functions.OfType<QueueFunction>().Any() && host.ExtensionBundle is null)
            throw new InvalidDataException("host.json: queue triggers come with the extensionBundle, and there is none.");
        return new FunctionApp(host, functions);
    }
}
