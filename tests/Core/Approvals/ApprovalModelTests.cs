using System.Collections.Concurrent;
using ChatOps.Tests.Core.Approvals.Model;
using ChatOps.Tests.Schedules;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace ChatOps.Tests.Core.Approvals;

/// <summary>
/// People who launch, ask, approve, deny and cancel, time that passes, and two programs that get into each other's way, fail and die, by
/// chance; beside them a witness who counts by itself (<see cref="Witness"/>).
/// </summary>
public sealed class ApprovalModelTests
{
    private const int Stories = 300;

    private const int Size = 50;

    [Fact]
    public void Quotas_hold_nothing_leaks_and_every_request_ends_once_in_hundreds_of_random_stories()
    {
        var findings = new ConcurrentBag<string>();
        Parallel.For(1, Stories + 1, seed =>
        {
            if (Find((ulong)seed) is { } finding) findings.Add(finding);
        });
        Assert.True(findings.IsEmpty, string.Join('\n', findings));
    }

    [Fact]
    public void The_stories_reach_what_they_are_about()
    {
        var seen = Enumerable.Range(1, 100).SelectMany(seed => ApprovalWorld.Play(StoryOf((ulong)seed)).Seen).ToHashSet();

        string[] wanted =
        [
            "launched", "started", "approved Launch", "approved Start", "two approvals", "for less", "Approved", "Granted", "Denied", "Expired",
            "Cancelled", "Void", "UserError", "ProgramEndedException", "InjectedException",
        ];
        Assert.All(wanted, what => Assert.Contains(what, seen));
    }

    public static TheoryData<string, string> Flaws => new()
    {
        { "reservations that are written over each other", "1 Quota" },
        { "requests without their messages", "4 Told once" },
    };

    /// <summary>A model that finds nothing must be able to find something.</summary>
    [Theory]
    [MemberData(nameof(Flaws))]
    public void A_flaw_is_found_within_a_few_stories(string flaw, string rule)
    {
        var flawed = flaw switch
        {
            "reservations that are written over each other" =>
                new Flaw { Table = (name, table) => name == "reserved" ? new HastyTable(table) : table },
            _ => new Flaw { Table = (name, table) => name == "approvals" ? new ForgetfulTable(table) : table },
        };

        var found = Enumerable.Range(1, 300).Select(seed => ApprovalWorld.Play(StoryOf((ulong)seed), flawed).Violation).OfType<string>().First();

        Assert.StartsWith(rule, found, StringComparison.Ordinal);
    }

    private static Story StoryOf(ulong seed)
    {
        Story? drawn = null;
        Check.One(Draw(seed), Prop.ForAll(Model.Stories.Any, story =>
        {
            drawn = story;
            return true;
        }));
        return drawn ?? throw new InvalidOperationException($"Nothing was drawn for {seed}.");
    }

    /// <summary>Null when nothing is found; else the shortest story that still goes wrong.</summary>
    private static string? Find(ulong seed)
    {
        string? found = null;
        // FsCheck asks again with ever shorter stories as long as they go wrong: the last that did is the shortest.
        Check.One(Draw(seed), Prop.ForAll(Model.Stories.Any, story =>
        {
            if (ApprovalWorld.Play(story).Violation is not { } violation) return true;
            found = $"Seed {seed}: {violation}\n{story}\n";
            return false;
        }));
        return found;
    }

    private static Config Draw(ulong seed) => Config.Quick
        .WithMaxTest(1)
        .WithQuietOnSuccess(true)
        .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(seed), FSharpOption<int>.Some(Size))));
}
