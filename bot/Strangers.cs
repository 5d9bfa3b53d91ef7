using ChatOps.Core.People;

namespace ChatOps.Bot;

/// <summary>What somebody is told whom the policy does not know, in each chat the same.</summary>
public static class Strangers
{
    public static string Sentence(Policy policy) =>
        $"I do not know you. Ask the platform team of {policy.Organisation} to add you to a team in policy.yaml.";
}
