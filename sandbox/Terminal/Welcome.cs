using ChatOps.Core.People;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ChatOps.Sandbox.Terminal;

/// <summary>What a first-time user needs to know, and nothing more.</summary>
internal static class Welcome
{
    /// <param name="chats">Where Microsoft Teams and Slack are, or why they are not there.</param>
    public static IRenderable Draw(Person person, double speed, IReadOnlyList<string> chats)
    {
        var (handle, team) = (Markup.Escape(person.Handle), Markup.Escape(person.Teams[0].Name));
        var second = speed == 60 ? "one minute" : $"{speed:0.##} seconds";
        string[] lines =
        [
            $"You are [bold]@{handle}[/] of team {team}, in a direct chat with the bot. Azure is a stand-in on this",
            $"machine and costs nothing. One second here is {second} there: a machine is ready in about ten minutes.",
            "",
            "Type [bold aqua]launch pytorch-a100[/] and watch. Then try "
                + "[aqua]connect[/], [aqua]status[/], [aqua]extend 2h[/], [aqua]stop[/], [aqua]start[/], [aqua]terminate[/].",
            "",
            "[aqua]help[/]             what you can say             [aqua]press Stop[/]   presses a button of a card",
            "[aqua]@manager[/]         be somebody else             [aqua]#vision[/]      speak in the team's channel ([aqua]direct[/] leaves it)",
            "[aqua]! help[/]           move time, break Azure       [aqua]Ctrl-C[/]       leave; machines are kept for next time",
            "",
            .. chats.Distinct().Select(Markup.Escape),
        ];
        return new Panel(new Markup(string.Join('\n', lines)))
        {
            Header = new PanelHeader(" [bold]GPU ChatOps sandbox[/] "),
            Border = BoxBorder.Rounded,
            Padding = new Padding(1, 0),
        };
    }
}
