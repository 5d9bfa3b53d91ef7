using System.Collections.Immutable;
using ChatOps.Bot;
using ChatOps.Core.Approvals;
using ChatOps.Core.People;

namespace ChatOps.Tests.Bot.Commands;

/// <summary>A bot under a policy that lets vision have one A100 at a time, which somebody has.</summary>
internal sealed class RequestDesk : IDisposable
{
    private static readonly Policy Tight = BotDesk.Policy with
    {
        Teams =
        [
            .. BotDesk.Policy.Teams.Select(team => team.Name != "vision" ? team : team with
            {
                Limits = new Limits { Gpus = [new GpuLimit("A100*", 1)], LongestLease = TimeSpan.FromHours(5), Regions = ["eastus", "westus2"] },
                EachPerson = Limits.None,
                PersonLimits = ImmutableDictionary<string, Limits>.Empty,
                Exceptions = [],
            }),
        ],
        Approvals = ApprovalRules.Default,
    };

    /// <param name="asksInChannel">Whether vision's requests are shown in its channel.</param>
    public RequestDesk(bool asksInChannel = false) =>
        Bot = new BotDesk(Tight with { Teams = [.. Tight.Teams.Select(team => team with { AsksInChannel = asksInChannel })] });

    public BotDesk Bot { get; }

    public static async Task<RequestDesk> OpenAsync(bool asksInChannel = false)
    {
        var desk = new RequestDesk(asksInChannel);
        await desk.Bot.HasAsync(Some.Running() with { Owner = BotDesk.Colleague.Email });
        return desk;
    }

    /// <summary>What the scientist asks for.</summary>
    public async Task<ApprovalRequest> AsksAsync()
    {
        await SayAsync(BotDesk.Scientist, "launch pytorch-a100 for 4h --reason \"for the paper\"");
        return Assert.Single(await Bot.Governance.Requests.OpenAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));
    }

    public Task<Reply> SayAsync(Person person, string text, string? id = null) => Bot.SayAsync(Known(person), text, id);

    public Task<string> MistakeAsync(Person person, string text) => Bot.MistakeAsync(Known(person), text);

    public async Task<ApprovalRequest> NowAsync(ApprovalRequest request) =>
        Assert.IsType<ApprovalRequest>(await Bot.Governance.Requests.FindAsync(request.Id, TestContext.Current.CancellationToken));

    /// <summary>As this policy has them.</summary>
    private Person Known(Person person) => Bot.Governance.Policy.Now.Find(person.Email) ?? person;

    public void Dispose() => Bot.Dispose();
}
