using System.Collections.Immutable;
using ChatOps.Bot.Cards;
using ChatOps.Bot.Rendering;
using ChatOps.Core.Blueprints;
using ChatOps.Core.Machines;
using ChatOps.Core.Orders;
using ChatOps.Core.Sizes;
using ChatOps.Core.State;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Bot.Cards;

/// <summary>The cards that are not a machine's own, each as a person sees it.</summary>
public sealed class CardTests : IDisposable
{
    private static readonly ChatOps.Bot.Clock Clock = new(Some.Now, BotDesk.Policy.TimeZone);
    private static readonly string VmId =
        "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/gpu-machines"
        + $"/providers/Microsoft.Compute/virtualMachines/{Some.Running().ResourceName}";

    private static readonly GpuSize TwoGpus = SizeCatalog.Get("Standard_NC48ads_A100_v4");

    internal static readonly Dictionary<string, Card> Cards = new()
    {
        ["Catalog"] = CatalogCard.Build([.. BotDesk.TheBlueprints.For(BotDesk.Scientist)], SomePrices.Book),
        ["Catalog.draft"] = CatalogCard.Build([Blueprint("pytorch-t4") with { IsDraft = true }], SomePrices.Book),
        ["Blueprint"] = BlueprintCard.Build(Blueprint("pytorch-a100"), [2, 1], SomePrices.Book),
        ["Blueprint.grid"] = BlueprintCard.Build(Blueprint("jupyter-a10"), [1], SomePrices.Book),
        ["List"] = MachineListCard.Build(
            [Some.Running(), Some.Stopped("lunar-fox"), Some.OnItsWay("quiet-heron"), Some.Evicted("amber-wolf"), Some.Kept("jolly-crane")],
            "team",
            BotDesk.Scientist,
            Clock),
        ["List.by-owner"] = MachineListCard.Build(
            [
                Some.Running(),
                Some.Running("quiet-heron") with { Owner = BotDesk.Manager.Email, BilledTimes = Some.Billed(TimeSpan.FromHours(3)) },
                Some.Stopped("lunar-fox") with { Owner = "newcomer@contoso.example" },
            ],
            "team",
            BotDesk.Scientist,
            Clock),
        ["List.of-projects"] = MachineListCard.Build([Some.Running() with { Project = "ocr" }, Some.Stopped("lunar-fox")], "mine", BotDesk.Scientist, Clock),
        ["List.none"] = MachineListCard.Build([], "mine", BotDesk.Scientist, Clock),
        ["List.none-of-the-team"] = MachineListCard.Build([], "team", BotDesk.Scientist, Clock),
        ["History"] = HistoryCard.Build(Some.Stopped(), History(), Clock),
        ["History.of-a-deleted-one"] = HistoryCard.Build(Some.Deleted(), History(), Clock),
        ["Connect"] = ConnectCard.Build(Some.Running(), VmId, hasJupyter: true),
        ["Connect.without-Jupyter"] = ConnectCard.Build(Some.Running(), VmId, hasJupyter: false),
        ["Terminate"] = TerminateCard.Ask(Some.Running(), Blueprint("pytorch-a100"), Clock),
        ["Terminate.stopped"] = TerminateCard.Ask(Some.Stopped(), Blueprint("pytorch-a100"), Clock),
        ["Terminate.blueprint-gone"] = TerminateCard.Ask(Some.Running(), null, Clock),
        ["LaunchForm"] = LaunchForm.Build([.. BotDesk.TheBlueprints.For(BotDesk.Scientist)]),
        ["AlreadyOnItsWay"] = AlreadyOnItsWayCard.Build(Some.OnItsWay(), "launch pytorch-a100", Clock),
        ["Ordered.stopping"] = OrderedCard.Stopping(Some.Stopping()),
        ["Ordered.stopped-already"] = OrderedCard.Stopping(Some.Stopped()),
        ["Ordered.starting"] = OrderedCard.Starting(new Ordered(Some.Stopped(), Changed: true)),
        ["Ordered.starting-once-stopped"] = OrderedCard.Starting(new Ordered(Some.Stopping(), Changed: true)),
        ["Ordered.running-already"] = OrderedCard.Starting(new Ordered(Some.Running(), Changed: false)),
        ["Ordered.on-its-way-already"] = OrderedCard.Starting(new Ordered(Some.OnItsWay(), Changed: false)),
        ["Resize"] = ResizeCard.Ask(Some.Running(), TwoGpus, SomePrices.Of(TwoGpus.Name)),
        ["Resize.on-spot"] = ResizeCard.Ask(Some.Running() with { Spot = true, PerHour = null }, TwoGpus, perHour: null),
        ["Ordered.resizing"] = OrderedCard.Resizing(new Ordered(Resized(Some.Running()), Changed: true)),
        ["Ordered.resized-when-started"] = OrderedCard.Resizing(new Ordered(Resized(Some.Stopped()), Changed: true)),
        ["Ordered.of-that-size-already"] = OrderedCard.Resizing(new Ordered(Some.Running(), Changed: false)),
        ["Ordered.keeps-its-size"] = OrderedCard.Resizing(new Ordered(Some.Stopped(), Changed: true)),
        ["Ordered.extended"] = OrderedCard.Extended(Some.Running(), TimeSpan.FromHours(2), Clock),
        ["Ordered.extended-price-unknown"] = OrderedCard.Extended(Some.Running() with { PerHour = null }, TimeSpan.FromHours(2), Clock),
        ["Ordered.terminating"] = OrderedCard.Terminating(Some.Running()),
        ["Policy.broken"] = PolicyCard.Broken(Trouble(1), Some.Now.AddDays(-2), Clock),
        ["Policy.broken-all-over"] = PolicyCard.Broken(Trouble(12), Some.Now.AddHours(-1), Clock),
        ["Policy.mended"] = PolicyCard.Mended(Trouble(1), Clock),
        ["Error.mistake"] = ErrorCard.Mistake("I do not know \"lunch\". Did you mean launch? `help` shows what you can say."),
        ["Error.bug"] = ErrorCard.Bug("1a2b3c4d"),
    };

    /// <summary>What a person sees of their own, by how much there is of it.</summary>
    internal static readonly Dictionary<string, ImmutableArray<Card>> Homes = new()
    {
        ["Home.none"] = HomeCards.Build(BotDesk.Scientist, [], Clock),
        ["Home"] = HomeCards.Build(
            BotDesk.Scientist,
            [Some.Running(), Some.Stopped("lunar-fox"), Some.Running("quiet-heron") with { Owner = BotDesk.Manager.Email, PerHour = null }],
            Clock),
        ["Home.many"] = HomeCards.Build(
            BotDesk.Scientist, [.. Enumerable.Range(1, 9).Select(i => Some.Running($"machine-{i}"))], Clock),
    };

    public static TheoryData<string> HomeNames => [.. Homes.Keys];

    private readonly BotDesk _desk = new();

    public static TheoryData<string> Names => [.. Cards.Keys];

    public static TheoryData<string> Commands
    {
        get
        {
            using var desk = new BotDesk();
            return [.. desk.Commands.Select(c => c.Syntax.Name)];
        }
    }

    public void Dispose() => _desk.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Looks_as_it_was_read(string name) => Snapshot.Matches("Bot", $"{name}.txt", TextRenderer.Render(Cards[name]));

    [Theory]
    [MemberData(nameof(HomeNames))]
    public void A_Home_looks_as_it_was_read(string name) =>
        Snapshot.Matches("Bot", $"{name}.txt", string.Join('\n', Homes[name].Select(TextRenderer.Render)));

    [Fact]
    public void Help_looks_as_it_was_read() => Snapshot.Matches("Bot", "Help.txt", TextRenderer.Render(HelpCard.Build(_desk.Commands)));

    [Theory]
    [MemberData(nameof(Commands))]
    public void Help_on_each_command_looks_as_it_was_read(string command) =>
        Snapshot.Matches("Bot", $"Help.{command}.txt", TextRenderer.Render(HelpCard.On(_desk.Commands.Single(c => c.Syntax.Name == command).Syntax)));

    private static PolicyTrouble Trouble(int problems) => new(
        new string('a', 64), Some.Now.AddHours(-1), [.. Enumerable.Range(8, problems).Select(Problem)], IsTold: true);

    private static string Problem(int line) => $"policy.yaml:{line}: teams.vision.menbers: unknown field. Did you mean members?";

    private static Blueprint Blueprint(string name) => BotDesk.TheBlueprints.Get(name, 1, BotDesk.Scientist);

    private static ImmutableArray<MachineEvent> History() =>
    [
        new(Some.Now.AddDays(-2), EventKind.Requested, "Launched from pytorch-a100@1 for 4 h, charged to vision", BotDesk.Scientist.Email),
        new(Some.Now.AddDays(-1), EventKind.Running, "Running, with a lease of 4 h"),
        new(Some.Now.AddMinutes(-5), EventKind.StopRequested, "Stop requested", BotDesk.Manager.Email),
        new(Some.Now.AddMinutes(-4), EventKind.Stopped, "Stopped; its disks are kept"),
    ];

    private static Machine Resized(Machine machine) => machine with { Resize = TwoGpus.Name, ResizePerHour = SomePrices.Of(TwoGpus.Name) };
}
