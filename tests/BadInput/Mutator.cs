namespace ChatOps.Tests.BadInput;

/// <summary>Spoils a text as slips, merges and disks do; the same seed always in the same way.</summary>
internal sealed class Mutator(int seed)
{
    private static readonly string[] Odd =
    [
        "", " ", "\t", "\n", "\r", "\0", "\u001b[31m", "\u202E", "\u200B", "\uFEFF", "\ud83d", "🦦", "é", "{", "}", "[", "]", ":", ": ", "- ", "#",
        "&a ", "*a", "!", "|", ">",
        "'", "\"", "%", "@", "`", ",", "? ", "<<: ", "---", "...", "null", "~", "true", "-1", "0", "1e9", "NaN", ".inf", "99999999999999999999",
        "٣", "$(reboot)", "../..", "\\",
        "\\UFFFFFFFF", "\\x", "==", "--hash=sha256:", "@1", "for", "--", "--gpus", "4h",
    ];

    private readonly Random _random = new(seed);

    /// <summary>The text with one to three things spoilt.</summary>
    public string Spoil(string text)
    {
        for (var i = _random.Next(1, 4); i > 0; i--) text = Once(text);
        return text;
    }

    /// <summary>Up to a hundred characters from all of Unicode.</summary>
    public string Nonsense() => string.Concat(Enumerable.Range(0, _random.Next(1, 100)).Select(_ => _random.Next(4) switch
    {
        0 => ((char)_random.Next(0x80)).ToString(),
        1 => ((char)_random.Next(0x10000)).ToString(),
        2 => char.ConvertFromUtf32(_random.Next(0x10000, 0x110000)),
        _ => Odd[_random.Next(Odd.Length)],
    }));

    private string Once(string text)
    {
        var (lines, at) = (text.Split('\n').ToList(), _random.Next(text.Length + 1));
        var (line, other) = (_random.Next(lines.Count), _random.Next(lines.Count));
        switch (_random.Next(10))
        {
            case 0:
                lines.RemoveAt(line);
                break;
            case 1:
                lines.Insert(other, lines[line]);
                break;
            case 2:
                (lines[line], lines[other]) = (lines[other], lines[line]);
                break;
            case 3:
                lines[line] = Odd[_random.Next(Odd.Length)];
                break;
            case 4:
                lines[line] = " " + lines[line];
                break;
            case 5:
                lines[line] = lines[line].TrimStart();
                break;
            case 6:
                return text[..at];
            case 7:
                return text.Insert(at, Odd[_random.Next(Odd.Length)]);
            case 8:
                return at < text.Length ? text.Remove(at, 1) : text;
            default:
                var words = lines[line].Split(' ');
                words[_random.Next(words.Length)] = Odd[_random.Next(Odd.Length)];
                lines[line] = string.Join(' ', words);
                break;
        }
        return string.Join('\n', lines);
    }
}
