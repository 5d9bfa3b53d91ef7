using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using ChatOps.Core.Yaml;

namespace ChatOps.Core.People;

/// <summary>A policy with the text that it was read from.</summary>
/// <param name="Digest">Of the text, in hexadecimal digits.</param>
/// <param name="Since">When it was first seen here.</param>
public sealed record PolicyText(Policy Policy, string Text, string Digest, DateTimeOffset Since);

/// <summary>What a policy file held that is no policy.</summary>
/// <param name="Digest">Of its text, or of what is wrong where it has none.</param>
/// <param name="Since">When it was first seen here.</param>
public sealed record BrokenText(ImmutableArray<string> Problems, string Digest, DateTimeOffset Since);

/// <summary>
/// The policy that is in force. Its file may change at any time: whoever asks gets what it says then, a few seconds later at most. A
/// broken file changes nothing.
/// </summary>
public sealed class LivePolicy
{
    /// <summary>Between two looks that nobody asked for.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly PolicySource? _source;
    private readonly Lock _lock = new();
    private volatile Reading _reading;
    private volatile IReadOnlyDictionary<string, ImmutableArray<string>> _members = ImmutableDictionary<string, ImmutableArray<string>>.Empty;
    private volatile Together? _together;

    /// <summary>One that never changes.</summary>
    public LivePolicy(Policy policy) => _reading = new Reading(new PolicyText(policy, "", "", default), null, default, default);

    private LivePolicy(PolicySource source, Reading reading) => (_source, _reading) = (source, reading);

    /// <param name="At">When the file was looked at the last time.</param>
    private sealed record Reading(PolicyText InForce, BrokenText? Broken, FileStamp Stamp, DateTimeOffset At);

    private sealed record Together(Policy File, IReadOnlyDictionary<string, ImmutableArray<string>> Members, Policy Policy);

    /// <param name="file">The program begins with what it holds.</param>
    /// <param name="check">What is wrong with a policy besides what the file itself shows.</param>
    /// <param name="lastGood">Asked only when the file is broken: the text of the policy that was in force before; null when none is known.</param>
    /// <exception cref="InvalidFileException">The file is broken, and there is nothing else to go by.</exception>
    public static LivePolicy Open(string file, Func<Policy, IEnumerable<string>> check, Func<string?> lastGood, TimeProvider time)
    {
        var (source, now) = (new PolicySource(file, check, time), time.GetUtcNow());
        var stamp = FileStamp.Of(file);
        try
        {
            return new LivePolicy(source, new Reading(source.Parse(file, TextFile.Read(file), now), null, stamp, now));
        }
        catch (InvalidFileException)
        {
            if (lastGood() is not { } text || !source.TryParse(text, now, out var good)) throw;
            var live = new LivePolicy(source, new Reading(good, null, default, now));
            live.Look();
            return live;
        }
    }

    /// <summary>False for one that never changes.</summary>
    public bool HasFile => _source is not null;

    /// <summary>With the members of the groups that it names.</summary>
    public Policy Now
    {
        get
        {
            var (file, members) = (InForce.Policy, _members);
            if (members.Count == 0) return file;
            if (_together is { } known && ReferenceEquals(known.File, file) && ReferenceEquals(known.Members, members)) return known.Policy;
            var together = new Together(file, members, file.WithGroups(members));
            _together = together;
            return together.Policy;
        }
    }

    /// <summary>Who is in the groups that the policy names, from now on: e-mails by the group's id, both in lower case.</summary>
    public void Know(IReadOnlyDictionary<string, ImmutableArray<string>> members) => _members = members;

    /// <summary>As the file has it, with its text.</summary>
    public PolicyText InForce
    {
        get
        {
            if (_source?.Time.GetUtcNow() is { } now && (now - _reading.At).Duration() >= Pause) Look();
            return _reading.InForce;
        }
    }

    /// <summary>What the file holds instead of a policy; null while it is fine.</summary>
    public BrokenText? Broken => _reading.Broken;

    /// <summary>Reads the file if it is another one than the last time.</summary>
    public void Look()
    {
        if (_source is not { } source) return;
        lock (_lock)
        {
            // Before it is read: what is written meanwhile is seen the next time.
            var (now, stamp) = (source.Time.GetUtcNow(), FileStamp.Of(source.File));
            var known = _reading with { At = now, Stamp = stamp };
            _reading = stamp == _reading.Stamp ? known : Read(source, known, now);
        }
    }

    private static Reading Read(PolicySource source, Reading known, DateTimeOffset now)
    {
        var digest = "";
        try
        {
            var text = TextFile.Read(source.File);
            digest = PolicySource.DigestOf(text);
            if (digest == known.InForce.Digest) return known with { Broken = null };
            return digest == known.Broken?.Digest ? known : known with { InForce = source.Parse(source.Name, text, now), Broken = null };
        }
        catch (InvalidFileException e)
        {
            if (digest.Length == 0) digest = PolicySource.DigestOf(e.Message);
            return digest == known.Broken?.Digest ? known : known with { Broken = new BrokenText(e.Problems, digest, now) };
        }
    }

    private sealed record PolicySource(string File, Func<Policy, IEnumerable<string>> Check, TimeProvider Time)
    {
        public string Name => Path.GetFileName(File);

        public static string DigestOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

        /// <param name="name">As problems call it.</param>
        /// <exception cref="InvalidFileException">It is wrong.</exception>
        public PolicyText Parse(string name, string text, DateTimeOffset now)
        {
            var policy = PolicyFile.Parse(name, text);
            var problems = Check(policy).ToList();
            return problems.Count == 0 ? new PolicyText(policy, text, DigestOf(text), now) : throw new InvalidFileException(problems);
        }

        /// <summary>What an older version of the program has taken, this one may not take.</summary>
        public bool TryParse(string text, DateTimeOffset now, [NotNullWhen(true)] out PolicyText? good)
        {
            try
            {
                good = Parse(Name, text, now);
                return true;
            }
            catch (InvalidFileException)
            {
                good = null;
                return false;
            }
        }
    }

    /// <summary>By which a file that was written is told from what it was, as a rule; of what a link leads to, and not of the link.</summary>
    private readonly record struct FileStamp(long Length, DateTime WrittenAt)
    {
        /// <returns>The same for each file that cannot be opened, and other than that of one never looked at.</returns>
        public static FileStamp Of(string file)
        {
            try
            {
                using var handle = File.OpenHandle(file);
                return new FileStamp(RandomAccess.GetLength(handle), File.GetLastWriteTimeUtc(handle));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return new FileStamp(-1, default);
            }
        }
    }
}
