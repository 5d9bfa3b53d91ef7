using System.Text;

namespace ChatOps.Core.Yaml;

/// <summary>Reads a file that a person wrote. What is no readable text is a problem with the file, like any mistake in it.</summary>
public static class TextFile
{
    private const int LargestMiB = 1;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="InvalidFileException">It is missing, too large, or no text.</exception>
    public static string Read(string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > LargestMiB * 1024 * 1024 })
                throw new InvalidFileException([$"{path}: is larger than {LargestMiB} MiB, which no such file needs."]);
            return File.ReadAllText(path, Strict);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidFileException([$"{path}: is missing."]);
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidFileException([$"{path}: is no text in UTF-8. Save it as UTF-8, or restore it from git."]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidFileException([$"{path}: cannot be read. Look whether it is a file and whether you may read it."]);
        }
    }
}
