namespace ChatOps.Core.Machines.Phases;

/// <summary>
/// It did not become what the blueprint promises. Everything it created is removed, unless it was launched with
/// --keep-on-failure: then it stays for debugging until its lease ends.
/// </summary>
internal static class Failed
{
    public static Step Decide(Situation s)
    {
        if (s.Machine.Wanted == Wanted.Deleted)
            return Removal.Next(s) ?? s.Stay(TimeSpan.Zero)
                .With(m => m.StopBilling(s.Now) with { GoneAt = s.Now })
                .Record(EventKind.Deleted, "Everything it created is removed");
        if (s.Seen.Vm is null || Lease.IsOver(s))
            return s.Stay(TimeSpan.Zero).With(m => m with { Wanted = Wanted.Deleted }).Record(EventKind.DeleteStarted, "No longer kept");
        return Lease.Watch(s);
    }
}
