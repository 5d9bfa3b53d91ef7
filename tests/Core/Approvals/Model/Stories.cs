using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;

namespace ChatOps.Tests.Core.Approvals.Model;

/// <summary>Makes stories by chance, and makes one that goes wrong shorter.</summary>
internal static class Stories
{
    private static readonly string[] Askers = ["scientist", "scientist", "scientist2", "scientist2", "linguist", "linguist", "manager", "lead", "admin"];

    /// <summary>Whoever may, most of the time.</summary>
    private static readonly string[] Deciders =
        [Act.Asked, Act.Asked, Act.Asked, Act.Asked, Act.Asked, "manager", "manager2", "lead", "admin", Act.Owner, "scientist", "auditor", "stranger"];

    private static readonly string[] Cancellers = [Act.Owner, Act.Owner, "manager", "admin", "scientist"];

    private static readonly string[] Owners = [Act.Owner, Act.Owner, Act.Owner, "manager", "lead", "admin", "scientist", "stranger"];

    public static Arbitrary<Story> Any { get; } = Arb.From(Story(), Shorter);

    private static Gen<Story> Story() =>
        from count in Gen.Choose(30, 60)
        from turns in Gen.ArrayOf(Turn(), count)
        select new Story([.. turns]);

    private static Gen<Turn> Turn() =>
        from program in Gen.Choose(0, 1)
        from act in Gen.Frequency((20, Said()), (10, ByItself()), (8, Quietly()))
        from count in Gen.Elements(0, 0, 1, 1, 2)
        from troubles in Gen.ArrayOf(Trouble(act), act is Act.Settle or Act.Wait or Act.Reload ? 0 : count)
        select new Turn(program, act, [.. troubles]);

    private static Gen<Act> Said() => Gen.Frequency(
        (12, from who in Gen.Elements(Askers) from team in Gen.Elements(TeamsOf(who)) from launch in Launch(who, team) select launch),
        (6, from who in Gen.Elements(Owners) from machine in Number() select (Act)new Act.Start(who, machine)),
        (5, from who in Gen.Elements(Owners) from machine in Number() select (Act)new Act.Stop(who, machine)),
        (3, from who in Gen.Elements(Owners) from machine in Number() select (Act)new Act.Terminate(who, machine)),
        (12, from request in Number() from approve in Approve(request) select approve),
        (2, from request in Number() from ended in Ended(request) select ended),
        (3, from message in Gen.Choose(0, 5) select (Act)new Act.Again(message)));

    private static Gen<Act> Launch(string who, string team) =>
        from gpus in Gen.Elements(1, 1, 1, 2, 2, 4)
        from hours in Gen.Elements(2, 8, 8)
        from inChannel in Gen.Elements(true, false)
        select (Act)new Act.Launch(who, team, gpus, hours, inChannel);

    private static string[] TeamsOf(string who) => who switch
    {
        "lead" or "linguist" => ["speech"],
        "scientist2" => ["vision", "speech"],
        _ => ["vision"],
    };

    private static Gen<Act> Approve(int request) =>
        from who in Gen.Elements(Deciders)
        from terms in Gen.Elements<(int? Gpus, int? Hours)>((null, null), (null, null), (null, null), (null, null), (1, null), (null, 1), (2, 4))
        select (Act)new Act.Approve(who, request, terms.Gpus, terms.Hours);

    private static Gen<Act> Ended(int request) => Gen.OneOf(
        from who in Gen.Elements(Deciders) select (Act)new Act.Deny(who, request),
        from who in Gen.Elements(Cancellers) select (Act)new Act.Cancel(who, request));

    private static Gen<Act> ByItself() => Gen.Frequency(
        (3, from machine in Number() from isEvicted in Gen.Elements(true, false) select (Act)new Act.GoOn(machine, isEvicted)),
        (3, Gen.Constant((Act)new Act.Sweep())),
        (6, Gen.Constant((Act)new Act.Deliver())));

    /// <summary>Comes between what programs do, never into it.</summary>
    private static Gen<Act> Quietly() => Gen.Frequency(
        (8, Gen.Constant((Act)new Act.Settle())),
        (4, from minutes in Gen.Elements(1, 5, 10, 10, 30, 130) select (Act)new Act.Wait(minutes)),
        (2, from numbers in Gen.ArrayOf(Gen.Elements(1, 2, 2, 3, 4, 6), 3)
            from has in Gen.ArrayOf(Gen.Elements(true, false), 2)
            select (Act)new Act.Reload(new Rules(numbers[0], numbers[1], numbers[2], has[0], has[1]))));

    private static Gen<Trouble> Trouble(Act during) =>
        from most in Gen.Elements(CallsOf(during) / 3, CallsOf(during))
        from at in Gen.Choose(0, most)
        from trouble in Gen.Frequency(
            (2, Gen.Constant((Trouble)new Trouble.Dies(at))),
            (during is Act.Deliver ? 6 : 2, Gen.Constant((Trouble)new Trouble.Fails(at))),
            (6, from act in Gen.Frequency((4, Rival(during)), (3, Said()), (2, ByItself())) select (Trouble)new Trouble.Meanwhile(at, act)),
            (1, from minutes in Gen.Elements(1, 3, 12, 30) select (Trouble)new Trouble.Hangs(at, minutes)))
        select trouble;

    /// <summary>About as many as it makes, before and after writes counted twice.</summary>
    private static int CallsOf(Act act) => act switch
    {
        Act.Launch or Act.Start => 30,
        Act.Approve or Act.Again => 50,
        Act.Sweep => 60,
        Act.Deliver => 100,
        _ => 10,
    };

    /// <summary>Somebody who wants the same, or decides about the same.</summary>
    private static Gen<Act> Rival(Act act) => act switch
    {
        Act.Launch { Team: var team } => Rival(team),
        Act.Approve { Request: var request } => Gen.OneOf(Approve(request), Ended(request), Gen.Constant((Act)new Act.Sweep())),
        Act.Start { Machine: var machine } => Gen.OneOf(
            from who in Gen.Elements(Owners) select (Act)new Act.Start(who, machine),
            Rival("vision")),
        Act.Deliver => from request in Number() from ended in Gen.OneOf(Approve(request), Ended(request)) select ended,
        _ => Gen.Elements<Act>(new Act.Sweep(), new Act.Again(0)),
    };

    private static Gen<Act> Rival(string team) =>
        from who in Gen.Elements(Askers.Where(asker => TeamsOf(asker).Contains(team)))
        from launch in Launch(who, team)
        select launch;

    private static Gen<int> Number() => Gen.Choose(0, 9);

    /// <summary>Turns left out, then their troubles; what stays is as it was.</summary>
    private static IEnumerable<Story> Shorter(Story story)
    {
        for (var size = story.Turns.Length / 2; size >= 1; size /= 2)
            for (var at = 0; at + size <= story.Turns.Length; at += size)
                yield return new Story(story.Turns.RemoveRange(at, size));
        for (var i = 0; i < story.Turns.Length; i++)
            foreach (var trouble in story.Turns[i].Troubles)
                yield return new Story(story.Turns.SetItem(i, story.Turns[i] with { Troubles = story.Turns[i].Troubles.Remove(trouble) }));
    }
}
