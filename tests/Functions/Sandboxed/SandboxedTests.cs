using ChatOps.Functions.Sandboxed;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Functions.Sandboxed;

public sealed class SandboxedTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_clock_shows_what_it_was_set_to()
    {
        var clock = new SandboxClock(_folder.Root);
        foreach (var time in (DateTimeOffset[])[SettableTime.Start, SettableTime.Start.AddTicks(1), new(2026, 3, 29, 3, 0, 0, TimeSpan.FromHours(2))])
        {
            SandboxClock.Set(_folder.Root, time);
            Assert.Equal(time, clock.GetUtcNow());
        }
    }

    [Fact]
    public void The_clock_leaves_nothing_else_behind()
    {
        SandboxClock.Set(_folder.Root, SettableTime.Start);
        SandboxClock.Set(_folder.Root, SettableTime.Start);

        Assert.Equal([_folder.At(SandboxClock.FileName)], Directory.GetFiles(_folder.Root));
    }

    [Fact]
    public void Names_are_taken_once_in_the_order_in_which_they_were_fixed()
    {
        var (sandbox, program) = (new SandboxNames(_folder.Root), new SandboxNames(_folder.Root));
        Assert.Null(program.Take());

        sandbox.Add("ember-otter");
        sandbox.Add("lunar-fox");
        Assert.Equal("ember-otter", program.Take());
        sandbox.Add("quiet-heron");

        Assert.Equal("lunar-fox", program.Take());
        Assert.Equal("quiet-heron", program.Take());
        Assert.Null(program.Take());
    }
}
