using ChatOps.Core.Blueprints;
using ChatOps.Core.People;
using ChatOps.Core.State;
using ChatOps.Core.Words;
using ChatOps.Core.Yaml;
using Microsoft.Extensions.Logging;

namespace ChatOps.Functions;

/// <summary>The policy that the program begins with.</summary>
internal static class PolicyOpening
{
    /// <exception cref="InvalidFileException">Its file is wrong, and none is known from before.</exception>
    public static LivePolicy Open(Surroundings host, BlueprintCatalog blueprints) => LivePolicy.Open(
        host.PolicyFile ?? Path.Combine(host.BlueprintsFolder, "policy.yaml"),
        policy => WrongTeams(blueprints, policy),
        () => LastGood(host),
        host.Time);

    /// <summary>A slip in a team's name would quietly let nobody in.</summary>
    private static IEnumerable<string> WrongTeams(BlueprintCatalog blueprints, Policy policy)
    {
        var teams = policy.Teams.Select(team => team.Name).Append("everyone").ToList();
        return blueprints.All
            .SelectMany(blueprint => blueprint.Access.Launch.Where(who => !teams.Contains(who)).Select(who =>
                $"blueprints/{blueprint.Name}: access.launch: policy.yaml has no team {who}.{NearMiss.Hint(who, teams)}"));
    }

    /// <summary>
    /// Only where the policy's file is broken as the program starts, and nothing can be done before there is a policy: then it waits for the
    /// store, as it waits for the disk.
    /// </summary>
    /// <returns>Null when none is known.</returns>
    private static string? LastGood(Surroundings host)
    {
        try
        {
            var store = new PolicyStore(host.Table(Product.PolicyTable));
            return Task.Run(() => store.FindGoodAsync(CancellationToken.None)).GetAwaiter().GetResult()?.Policy.Text;
        }
        // What is wrong with the file is the better thing to be told.
        catch (Exception e)
        {
            Log.NoLastPolicy(host.Logs.CreateLogger<Product>(), e);
            return null;
        }
    }
}
