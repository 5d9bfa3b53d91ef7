namespace ChatOps.Bot.Cards;

/// <summary>The first thing that the bot says where it is added.</summary>
public static class WelcomeCard
{
    /// <param name="isDirect">Whether it is a chat with one person; elsewhere the bot hears only what mentions it.</param>
    public static Card Build(bool isDirect) => new Card { Title = "Hello. I get you GPU machines on Azure" }
        .Add(new CardElement.Text(isDirect
            ? "Tell me what you want. I build it from a blueprint, prove that its GPUs work, and tell you when it is ready and before it stops."
            : "Mention me and tell me what you want. I build it from a blueprint, prove that its GPUs work, and keep its card here up to date."))
        .Add(new CardElement.Code("launch pytorch-a100 for 4 hours\nstatus\nextend 2h\nstop", "For example:"))
        .Add(new CardElement.Text(isDirect
            ? "`help` shows everything that you can say."
            : "`help` shows everything that you can say. What is for you alone I say in our personal chat.", TextStyle.Subtle))
        .Add(new CardButton("Launch a machine", "launch", ButtonStyle.Primary))
        .Add(new CardButton("Catalog", "catalog"))
        .Add(new CardButton("Help", "help"));
}
