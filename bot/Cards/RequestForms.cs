using System.Collections.Immutable;
using ChatOps.Core.Approvals;
using ChatOps.Core.People;
using ChatOps.Core.Sizes;

namespace ChatOps.Bot.Cards;

/// <summary>What is still to be said: why something is needed, on which terms it is approved, why it is denied.</summary>
public static class RequestForms
{
    /// <param name="said">What was typed, with which the form asks again.</param>
    public static Card WhyNeeded(string said, string what, Decision.NeedsApproval decision) => new Card
    {
        Title = $"It takes an approval to {what}",
        Tone = Tone.Warning,
        Form = new Form($"{said} --ask", decision.Count == 1 ? "Ask for it" : $"Ask for {decision.Count} approvals", [Reason("Why do you need it?")]),
    }
    .Add(new CardElement.Text(string.Join('\n', decision.Reasons.Select(reason => reason.Text))))
    .Add(new CardElement.Text($"{Core.Words.Listing.And(decision.Approvers.Select(Person.HandleOf))} can approve it.", TextStyle.Subtle));

    /// <summary>Opened anew, when the form is sent.</summary>
    public static Card WhyNeeded(string said) => new()
    {
        Title = "Why do you need it?",
        Form = new Form(said, "Ask for it", [Reason("Why do you need it?")]),
    };

    public static Card ApproveForLess(ApprovalRequest request)
    {
        var fields = ImmutableArray.CreateBuilder<FormField>();
        fields.Add(new FormField("hours", $"Hours (asked for {request.Offer.Paid.TotalHours:0.##})", "", [], IsNumber: true));
        if (request.Kind == AskedKind.Launch)
        {
            fields.Add(new FormField("gpus", $"GPUs (asked for {SizeCatalog.Get(request.Offer.Size).GpuCount})", "", [], IsNumber: true));
            if (!request.Offer.Spot) fields.Add(new FormField("spot", "Spot (cheaper, can be taken back)", "no", ["no", "yes"]));
        }
        fields.Add(Reason("What you want to say to it (may be empty)"));
        return new Card { Title = $"Approve for less: {request.What}", Form = new Form($"approve {request.Id} --less", "Approve", fields.ToImmutable()) };
    }

    public static Card WhyDenied(ApprovalRequest request) => new()
    {
        Title = $"Deny: {request.What}",
        Form = new Form($"deny {request.Id}", "Deny", [Reason($"Why? {Person.HandleOf(request.Requester)} is told")]),
    };

    private static FormField Reason(string label) => new("reason", label, "", []);
}
