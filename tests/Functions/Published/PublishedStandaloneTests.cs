using System.Net.Http.Json;
using ChatOps.Bot;
using ChatOps.Bot.Rendering;
using ChatOps.Core.People;
using ChatOps.Functions.Sandboxed;
using ChatOps.Sandbox;
using ChatOps.Sandbox.Chat;
using ChatOps.Sandbox.Loopback;
using ChatOps.Sandbox.Programs;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Functions.Published;

/// <summary>The same program by itself: state in a file, timers and nudges of its own, the ways of Azure to Azure.</summary>
public sealed class PublishedStandaloneTests(PublishedProgram program)
{
    private const string Scientist = "scientist@contoso.example";

    private static readonly DateTimeOffset Start = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromHours(2);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Launches_a_machine_and_goes_on_where_it_was_when_it_is_stopped_and_started_again()
    {
        using var folder = new TempFolder();
        var (time, chat) = (new VirtualTime(Start), new SandboxChat());
        SandboxClock.Set(folder.Root, Start);
        await using var azure = await (await program.DeploymentAsync()).NewAzureAsync(time, null, Cancellation);
        await using var front = await ChatFront.StartAsync(chat, Cancellation);
        var settings = Settings(azure, front, folder);
        var published = await program.FolderAsync();

        await using (var first = await StandaloneProgram.StartAsync(published, settings, Cancellation))
        {
            Assert.Contains("is on its way", await SayAsync(first, "launch pytorch-t4 for 8h --name ember-otter"), StringComparison.Ordinal);
            await UntilAsync(first, chat, "✓ Create the VM", time, folder);
            Assert.Equal(0, await first.StopAsync(Cancellation));
        }
        await using var second = await StandaloneProgram.StartAsync(published, settings, Cancellation);
        await UntilAsync(second, chat, "ember-otter: Running", time, folder);

        Assert.Contains("ember-otter: Running", await SayAsync(second, "status"), StringComparison.Ordinal);
        Assert.Single(azure.Arm.State.Vms);
        using var http = new HttpClient();
        Assert.Equal("""{"status":"healthy"}""", await http.GetStringAsync(new Uri(second.Address, "api/health"), Cancellation));
    }

    private static Dictionary<string, string> Settings(LocalAzure azure, ChatFront front, TempFolder folder) => new(azure.Settings())
    {
        ["Standalone__Folder"] = folder.At("state"),
        ["Sandbox__Folder"] = folder.Root,
        ["Sandbox__Chat"] = $"{front.Address}",
    };

    private static async Task<string> SayAsync(StandaloneProgram program, string text)
    {
        using var http = new HttpClient();
        var said = new Said($"{Guid.NewGuid()}", Scientist, Conversation.Direct(SandboxChat.ChannelName, Scientist), text);
        using var answer = await http.PostAsJsonAsync(new Uri(program.Address, "api/chat"), said, SandboxJson.Options, Cancellation);
        var reply = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<Reply>(SandboxJson.Options, Cancellation);
        return TextRenderer.Render((reply ?? throw new InvalidOperationException("There was no answer.")).Card);
    }

    /// <summary>Lets time pass, fast but steadily, until somebody is shown this: nobody tells from outside when the program has looked.</summary>
    private static async Task UntilAsync(StandaloneProgram program, SandboxChat chat, string text, VirtualTime time, TempFolder folder)
    {
        var (shown, until) = (new TaskCompletionSource(), time.GetUtcNow() + Patience);
        chat.Changed += Note;
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!shown.Task.IsCompleted && await tick.WaitForNextTickAsync(Cancellation))
        {
            time.MoveTo(time.GetUtcNow() + Step);
            SandboxClock.Set(folder.Root, time.GetUtcNow());
            Assert.True(time.GetUtcNow() < until, $"Nobody was shown \"{text}\". The program said:\n{program.Output}");
        }
        chat.Changed -= Note;

        void Note(ChatMessage message)
        {
            if (TextRenderer.Render(message.Card).Contains(text, StringComparison.Ordinal)) shown.TrySetResult();
        }
    }
}
