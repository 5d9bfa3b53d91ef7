namespace ChatOps.Tests.Crashes;

/// <summary>
/// All calls that a program makes to its ports while a scenario is played, and the one at which it dies. Only one death a play:
/// the lives after it are long.
/// </summary>
/// <param name="dieAt">Null for never.</param>
internal sealed class Calls(Death? dieAt)
{
    private readonly List<Call> _made = [];
    private string _work = "the start";
    private bool _hasBegun;
    private bool _counts;

    public IReadOnlyList<Call> Made => _made;

    public bool HasKilled { get; private set; }

    public void Begin(string work) => (_work, _hasBegun) = (work, true);

    /// <summary>Whether calls are counted, and deaths died, from now on.</summary>
    public void Count(bool counts) => _counts = counts;

    /// <summary>True when the program dies before this call.</summary>
    public bool DiesBefore(string name, bool changes)
    {
        if (!_counts) return false;
        _made.Add(new Call(_made.Count + 1, name, _work, changes, IsFirst: _hasBegun));
        _hasBegun = false;
        return Dies(isAfter: false);
    }

    /// <summary>True when the program dies of the call just made, which took effect.</summary>
    public bool DiesAfter() => _counts && Dies(isAfter: true);

    private bool Dies(bool isAfter)
    {
        if (HasKilled || dieAt is not { } at || at.Call != _made.Count || at.IsAfter != isAfter) return false;
        HasKilled = true;
        return true;
    }

    /// <summary>Before and after each call.</summary>
    public IEnumerable<Death> All => _made.SelectMany(call => new[] { new Death(call.Number, false), new Death(call.Number, true) });

    /// <summary>
    /// The deaths that differ. With the program goes all that it has read, so where between two changes it dies is the same to
    /// everybody else: one death at the beginning of each piece of work and one after each change stand for all. Of a chore that is done
    /// again and again between two changes, and changes nothing, the first time stands for all.
    /// </summary>
    public IEnumerable<Death> Distinct
    {
        get
        {
            var vain = new HashSet<string>();
            foreach (var piece in Pieces())
            {
                var changes = piece.Where(call => call.Changes).ToList();
                if (changes.Count > 0) vain.Clear();
                if (changes.Count > 0 || piece[0].Chore is not { } chore || vain.Add(chore)) yield return new Death(piece[0].Number, false);
                foreach (var change in changes) yield return new Death(change.Number, true);
            }
        }
    }

    private IEnumerable<List<Call>> Pieces()
    {
        var piece = new List<Call>();
        foreach (var call in _made)
        {
            if (call.IsFirst && piece.Count > 0)
            {
                yield return piece;
                piece = [];
            }
            piece.Add(call);
        }
        if (piece.Count > 0) yield return piece;
    }
}

/// <param name="Work">What the program was doing.</param>
/// <param name="Changes">Something outside the program is different after it.</param>
/// <param name="IsFirst">The first one of its work.</param>
internal sealed record Call(int Number, string Name, string Work, bool Changes, bool IsFirst)
{
    /// <summary>"the sweep", of "the sweep at 08:05:00"; null for what is no chore.</summary>
    public string? Chore => !IsOfRequest && Work.Split(" at ") is [var chore, _] ? chore : null;

    public bool IsOfRequest => Work.StartsWith("the request", StringComparison.Ordinal);
}

/// <param name="Call">Its number.</param>
/// <param name="IsAfter">The call took effect, but nobody heard the answer.</param>
internal readonly record struct Death(int Call, bool IsAfter)
{
    public string At(Call call) => $"killed {(IsAfter ? "after" : "before")} call {call.Number} ({call.Name}) of {call.Work}";
}
