using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Core.Words;

namespace ChatOps.Core.Approvals.Rules;

/// <summary>What a team or a person may have at all. What they may not, nobody approves: the policy has to be changed.</summary>
internal static class Permits
{
    public static bool Allows(Limits limits, Asked asked, Placement place) =>
        // A machine that is there stays where it is.
        (asked.Kind != AskedKind.Launch || limits.AllowsRegion(place.Region)) && !IsTooDear(limits, asked, place);

    public static IEnumerable<Finding> Blueprint(Question question)
    {
        if (question.Asked.Kind != AskedKind.Launch) yield break;
        foreach (var scope in question.Scopes.Where(scope => !scope.Limits.Blueprints.IsEmpty))
        {
            var allowed = Listing.And(scope.Limits.Blueprints);
            yield return scope.Limits.AllowsBlueprint(question.Asked.Blueprint)
                ? new Finding(PolicyRule.Blueprints, Says.Fine, $"{scope.Name} may launch {allowed}.")
                : new Finding(PolicyRule.Blueprints, Says.No, $"{scope.Name} may launch {allowed}, not {question.Asked.Blueprint}. {AskForChange}");
        }
    }

    public static IEnumerable<Finding> Places(Question question)
    {
        foreach (var scope in question.Scopes)
        {
            if (question.Asked.Kind == AskedKind.Launch && !scope.Limits.Regions.IsEmpty) yield return Region(question, scope);
            if (question.TakesHardware && scope.Limits.DearestPerHour is { } most) yield return Price(question, scope, most);
        }
        // Each place is refused by another rule, so that none of them alone is to blame.
        if (question.IsNowhereAllowed)
            yield return new Finding(PolicyRule.Regions, Says.No,
                $"The policy of {question.Team.Name} allows none of the places that this could be built in. {AskForChange}");
    }

    public static IEnumerable<Finding> Spot(Question question)
    {
        if (question.Asked.Kind is not (AskedKind.Launch or AskedKind.Start)) yield break;
        if (!question.Scopes.Any(scope => scope.Limits.SpotOutsideHours == true)) yield break;
        if (question.Asked.Spot || question.Policy.IsInHours(question.Team, question.Now))
            yield return new Finding(PolicyRule.SpotOutsideHours, Says.Fine, "Outside of working hours it takes spot capacity; this is fine now.");
        else if (question.Asked.Kind == AskedKind.Launch)
            yield return new Finding(PolicyRule.SpotOutsideHours, Says.No, $"Outside of working hours {question.Team.Name} launches on spot capacity only. "
                + "Add --spot, or launch it in working hours.");
        else
            yield return new Finding(PolicyRule.SpotOutsideHours, Says.No, $"Outside of working hours {question.Team.Name} starts spot machines only. "
                + "Start it in working hours.");
    }

    private const string AskForChange = "Ask the platform team, who keep policy.yaml.";

    private static Finding Region(Question question, Scope scope)
    {
        var allowed = Listing.Or(scope.Limits.Regions);
        return question.Asked.Placements.Any(place => scope.Limits.AllowsRegion(place.Region))
            ? new Finding(PolicyRule.Regions, Says.Fine, $"{scope.Name} may use {allowed}.")
            : new Finding(PolicyRule.Regions, Says.No, $"{scope.Name} may use {allowed}, not {Listing.Or(Regions(question.Asked))}. {AskForChange}");
    }

    private static Finding Price(Question question, Scope scope, decimal most)
    {
        var limit = $"{scope.Name} may launch sizes of up to {question.Money(most)} per hour";
        if (question.Asked.Placements.Any(place => !IsTooDear(scope.Limits, question.Asked, place)))
            return new Finding(PolicyRule.DearestSize, Says.Fine, $"{limit}.");
        var price = question.Asked.PerHour is { } known ? $"{known} per hour" : "more than anybody knows";
        return new Finding(PolicyRule.DearestSize, Says.No,
            $"{limit}; {question.Asked.Size.Name} costs {price}. Ask for fewer GPUs, or the platform team, who keep policy.yaml.");
    }

    /// <summary>A size of unknown price may cost anything; a spot price is never above the other one.</summary>
    private static bool IsTooDear(Limits limits, Asked asked, Placement place) =>
        limits.DearestPerHour is { } most && (asked.PerHourIn(place) is not { } price || price.Amount > most);

    private static IEnumerable<string> Regions(Asked asked) => asked.Placements.Select(place => place.Region).Distinct();
}
