using ChatOps.Core.Inventory;
using ChatOps.Core.Machines;

namespace ChatOps.Tests.Core.Inventory;

public sealed class LeakSweepTests : IAsyncLifetime
{
    private readonly InventoryDesk _desk = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<ResourceKind> WhatLeaks => [ResourceKind.Vm, ResourceKind.Nic, ResourceKind.PublicIp, ResourceKind.Disk];

    public async ValueTask InitializeAsync() => await _desk.HadAsync(ListedCloud.Nobodys);

    public ValueTask DisposeAsync()
    {
        _desk.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory, MemberData(nameof(WhatLeaks))]
    public async Task Deletes_what_carries_our_tag_and_has_no_live_row(ResourceKind kind)
    {
        _desk.Cloud.Resources.Add(ListedCloud.Resource(kind, "left"));

        await _desk.SweepForHoursAsync(1);

        Assert.Empty(_desk.Cloud.Resources);
    }

    [Fact]
    public async Task Deletes_nothing_before_its_grace_is_over()
    {
        _desk.Cloud.Resources.Add(ListedCloud.Resource(ResourceKind.Disk, "left"));
        await _desk.SweepAsync();
        _desk.Time.Advance(LeakSweep.Grace - TimeSpan.FromSeconds(1));

        await _desk.SweepAsync();

        Assert.Single(_desk.Cloud.Resources);
        Assert.Null(Assert.Single(await _desk.OrphansAsync()).Report);
    }

    [Fact]
    public async Task Knows_a_resource_without_a_tag_by_its_name()
    {
        _desk.Cloud.Resources.Add(ListedCloud.Resource(ResourceKind.Nic, "left", null) with { NamedAfter = new MachineId(ListedCloud.Nobodys) });

        await _desk.SweepForHoursAsync(1);

        Assert.Empty(_desk.Cloud.Resources);
    }

    [Fact]
    public async Task Never_touches_what_is_not_ours()
    {
        _desk.Cloud.Resources.Add(ListedCloud.Resource(ResourceKind.Disk, "somebody-elses", null));

        await _desk.SweepForHoursAsync(48);

        Assert.Single(_desk.Cloud.Resources);
        Assert.Empty(await _desk.OrphansAsync());
    }

    [Fact]
    public async Task Leaves_what_belongs_to_a_live_machine()
    {
        var machine = await _desk.HasAsync(Phase.Running);
        _desk.Cloud.Resources.Add(ListedCloud.Resource(ResourceKind.Disk, machine.OsDiskName, machine.Id.Value));

        await _desk.SweepForHoursAsync(48);

        Assert.Single(_desk.Cloud.Resources);
        Assert.Empty(await _desk.OrphansAsync());
    }

    [Fact]
    public async Task Forgets_what_went_by_itself_within_its_grace_and_tells_nobody()
    {
        _desk.Cloud.Resources.Add(ListedCloud.Resource(ResourceKind.Disk, "left"));
        await _desk.SweepAsync();
        _desk.Cloud.Resources.Clear();

        await _desk.SweepAsync();

        Assert.Empty(await _desk.OrphansAsync());
    }

    [Fact]
    public async Task Deletes_a_VM_first_because_its_parts_go_with_it()
    {
        var deleted = new List<ResourceKind>();
        _desk.Cloud.Deleting = resource => deleted.Add(resource.Kind);
        _desk.Cloud.Resources.AddRange(
            [ListedCloud.Resource(ResourceKind.Disk, "disk"), ListedCloud.Resource(ResourceKind.Vm, "vm"), ListedCloud.Resource(ResourceKind.Nic, "nic")]);

        await _desk.SweepForHoursAsync(1);
        Assert.Equal([ResourceKind.Vm], deleted);

        await _desk.SweepAsync();
        Assert.Empty(_desk.Cloud.Resources);
    }

    [Fact]
    public async Task Says_that_it_is_removed_only_when_it_is_no_longer_listed()
    {
        _desk.Cloud.Resources.Add(ListedCloud.Resource(ResourceKind.Disk, "left"));
        await _desk.SweepForHoursAsync(1);
        Assert.Equal((true, false), Told(Assert.Single(await _desk.OrphansAsync())));

        await _desk.SweepAsync();

        Assert.Equal((true, true), Told(Assert.Single(await _desk.OrphansAsync())));
    }

    [Fact]
    public async Task Says_why_Azure_refuses_and_asks_again_each_time()
    {
        var asked = 0;
        _desk.Cloud.Resources.Add(ListedCloud.Resource(ResourceKind.Disk, "left"));
        _desk.Cloud.Deleting = _ =>
        {
            asked++;
            throw new CloudFaultException(new CloudFault(FaultKind.Denied, "ScopeLocked", "It is locked."));
        };

        await _desk.SweepForHoursAsync(3);

        Assert.Equal((3, "ScopeLocked"), (asked, Assert.Single(await _desk.OrphansAsync()).Refusal));
    }

    [Fact]
    public async Task Deletes_nothing_when_more_machines_leak_than_live()
    {
        for (var i = 0; i <= LeakSweep.MostAtOnce; i++) _desk.Cloud.Resources.Add(ListedCloud.Resource(ResourceKind.Vm, $"vm{i}", $"{i:x16}"));

        await _desk.SweepForHoursAsync(30);

        Assert.Equal(LeakSweep.MostAtOnce + 1, _desk.Cloud.Resources.Count);
        Assert.All(await _desk.OrphansAsync(), orphan => Assert.True(orphan is { IsHeld: true, Report: not null, AskedAt: null }));
    }

    [Fact]
    public async Task Deletes_nothing_of_that_when_more_machines_live_later()
    {
        for (var i = 0; i <= LeakSweep.MostAtOnce; i++) _desk.Cloud.Resources.Add(ListedCloud.Resource(ResourceKind.Vm, $"vm{i}", $"{i:x16}"));
        await _desk.SweepForHoursAsync(30);
        for (var i = 0; i <= LeakSweep.MostAtOnce; i++) await _desk.HasAsync(Phase.Running, $"f{i:x15}");

        await _desk.SweepForHoursAsync(5);

        Assert.Equal(LeakSweep.MostAtOnce + 1, _desk.Cloud.Resources.Count);
    }

    [Fact]
    public async Task Gives_a_day_to_what_was_never_launched_here_and_says_so_at_once()
    {
        _desk.Cloud.Resources.Add(ListedCloud.Resource(ResourceKind.Disk, "left", "00000000000000bb"));

        await _desk.SweepForHoursAsync(23);
        Assert.Single(_desk.Cloud.Resources);
        Assert.NotNull(Assert.Single(await _desk.OrphansAsync()).Report);

        await _desk.SweepAsync();
        Assert.Empty(_desk.Cloud.Resources);
    }

    [Fact]
    public async Task Leaves_what_is_named_after_a_live_machine_though_its_tag_names_another()
    {
        var machine = await _desk.HasAsync(Phase.Running);
        _desk.Cloud.Resources.Add(ListedCloud.Resource(ResourceKind.Disk, machine.OsDiskName) with { NamedAfter = machine.Id });

        await _desk.SweepForHoursAsync(48);

        Assert.Single(_desk.Cloud.Resources);
        Assert.Contains($"{machine.OsDiskName}: {machine.Name}", _desk.Cloud.Tagged);
    }

    [Fact]
    public async Task Leaves_somebody_elses_run_command()
    {
        var machine = await _desk.HasAsync(Phase.Running);
        _desk.Cloud.Resources.Add(Run(machine, "nightly-backup"));

        await _desk.SweepForHoursAsync(5);

        Assert.Single(_desk.Cloud.Resources);
    }

    [Fact]
    public async Task A_list_that_breaks_off_changes_nothing()
    {
        _desk.Cloud.Resources.Add(ListedCloud.Resource(ResourceKind.Disk, "left"));
        _desk.Cloud.Breaks = new CloudFaultException(new CloudFault(FaultKind.Throttled, "TooManyRequests", "Later."));

        await _desk.SweepForHoursAsync(3);

        Assert.Single(_desk.Cloud.Resources);
        Assert.Empty(await _desk.OrphansAsync());
    }

    [Fact]
    public async Task Deletes_a_run_command_that_its_machine_no_longer_waits_for_and_tells_nobody()
    {
        var machine = await _desk.HasAsync(Phase.Running);
        _desk.Cloud.Resources.Add(Run(machine, "install-1"));

        await _desk.SweepForHoursAsync(1);

        Assert.Empty(_desk.Cloud.Resources);
        await _desk.SweepAsync();
        Assert.Empty(await _desk.OrphansAsync());
    }

    [Fact]
    public async Task Leaves_the_run_command_that_its_machine_waits_for()
    {
        var machine = await _desk.HasAsync(Phase.Validating);
        _desk.Cloud.Resources.Add(Run(machine, Assert.IsType<string>(Lifecycle.RunFor(machine))));

        await _desk.SweepForHoursAsync(5);

        Assert.Single(_desk.Cloud.Resources);
    }

    [Fact]
    public async Task Gives_a_machines_disks_and_NICs_its_tags()
    {
        var machine = await _desk.HasAsync(Phase.Running);
        foreach (var kind in (ResourceKind[])[ResourceKind.Disk, ResourceKind.Nic])
            _desk.Cloud.Resources.Add(ListedCloud.Resource(kind, $"{machine.ResourceName}-{kind}", null) with { NamedAfter = machine.Id });

        await _desk.SweepAsync();

        Assert.Equal([$"{machine.ResourceName}-Disk: {machine.Name}", $"{machine.ResourceName}-Nic: {machine.Name}"], _desk.Cloud.Tagged);
    }

    /// <summary>Killed before and after each write, and started again: it is deleted all the same, and told.</summary>
    [Theory]
    [InlineData(1, true)]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(3, false)]
    public async Task Survives_the_end_of_the_program_at_each_write(int write, bool before)
    {
        var writes = 0;
        _desk.Table.BeforeWrite = _ => ++writes == write && before ? Task.FromException(new IOException("The end.")) : Task.CompletedTask;
        _desk.Table.AfterWrite = () =>
        {
            if (writes == write && !before) throw new IOException("The end.");
        };
        _desk.Cloud.Resources.Add(ListedCloud.Resource(ResourceKind.Disk, "left"));

        for (var hour = 0; hour < 6; hour++)
        {
            await Record.ExceptionAsync(_desk.SweepAsync);
            _desk.Time.Advance(TimeSpan.FromHours(1));
        }

        Assert.Empty(_desk.Cloud.Resources);
        Assert.Equal((true, true), Told(Assert.Single(await _desk.OrphansAsync())));
    }

    /// <summary>Two that were found together are told in one report.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Tells_in_one_report_although_the_program_ended_in_between(int write)
    {
        var writes = 0;
        _desk.Table.AfterWrite = () =>
        {
            if (++writes == write) throw new IOException("The end.");
        };
        foreach (var name in (string[])["left", "right"]) _desk.Cloud.Resources.Add(ListedCloud.Resource(ResourceKind.Disk, name));

        for (var hour = 0; hour < 6; hour++)
        {
            await Record.ExceptionAsync(_desk.SweepAsync);
            _desk.Time.Advance(TimeSpan.FromHours(1));
        }

        var orphans = await _desk.OrphansAsync();
        Assert.Equal(2, orphans.Count);
        Assert.Single(orphans.Select(orphan => orphan.Report).OfType<string>().Distinct());
    }

    private static (bool IsAnnounced, bool IsGone) Told(Orphan orphan) => (orphan.Report is not null, orphan.GoneAt is not null);

    private static CloudResource Run(Machine machine, string name) =>
        ListedCloud.Resource(ResourceKind.RunCommand, name, null) with { NamedAfter = machine.Id };
}
