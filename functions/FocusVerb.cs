using System.Data.Common;
using System.Globalization;
using Azure;
using Azure.Identity;
using ChatOps.Core.Machines;
using ChatOps.Core.Metering;
using ChatOps.Core.People;
using ChatOps.Core.State;
using ChatOps.Core.Words;
using ChatOps.Functions.Hosts;
using ChatOps.Functions.Settings;

namespace ChatOps.Functions;

/// <summary>A month's use and cost for a tool that reads FOCUS. It asks only where the state is and for the policy, as the hosts do.</summary>
internal static class FocusVerb
{
    public const string Name = "export";

    public const string Usage = $"""
        export focus --month 2026-11    a month's use and cost by list price as FOCUS 1.2, a CSV, to standard output
        It reads {StateTables.Usage}.
        """;

    /// <returns>1: settings are wrong; 2: not understood; 3: the storage could not be read, and may be the next time.</returns>
    public static async Task<int> RunAsync(string[] words, TimeProvider time, TextWriter output, TextWriter error)
    {
        if (words is not ["focus", "--month", var typed]
            || !DateOnly.TryParseExact(typed, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first))
        {
            await error.WriteLineAsync(Usage);
            return 2;
        }
        try
        {
            await ExportAsync(Month.Of(first, TimeZoneInfo.Utc), time.GetUtcNow(), output, error);
            return 0;
        }
        catch (Exception e) when (e is RequestFailedException or DbException or AuthenticationFailedException)
        {
            await error.WriteLineAsync($"The storage could not be read: {e.Message}");
            return 3;
        }
    }

    private static async Task ExportAsync(Month month, DateTimeOffset now, TextWriter output, TextWriter error)
    {
        var settings = new SettingsReader(Web.Builder(secrets: true).Configuration);
        var account = settings.Required("Azure__SubscriptionId", "the id of the subscription that machines are built in: `az account show --query id`");
        var blueprints = BlueprintOptions.Read(settings);
        var table = StateTables.Open(settings);
        var policy = new LivePolicy(PolicyFile.Load(blueprints.Policy));
        var reader = new CostReader(Ledger.Open(table, policy), new MachineStore(table("machines"), new NoNudges()), policy);
        var sheet = await reader.OfTeamsAsync(teams: null, month.Begin, month.End < now ? month.End : now, CancellationToken.None);
        output.NewLine = Csv.NewLine;
        await output.WriteLineAsync(FocusExport.Header);
        foreach (var line in new FocusExport(policy.Now, account).Lines(sheet, month)) await output.WriteLineAsync(line);
        await output.FlushAsync();
        var unpriced = sheet.Records.Where(record => record.PerHour is null).Aggregate(TimeSpan.Zero, (sum, record) => sum + record.Billed);
        if (unpriced > TimeSpan.Zero) await error.WriteLineAsync($"Not in it: {Durations.Show(unpriced)} of machines and disks whose price is not known.");
        if (month.End > now) await error.WriteLineAsync($"The month is not over: it is until {now:u}.");
    }

    /// <summary>Nothing is written, and nobody need be told.</summary>
    private sealed class NoNudges : INudges
    {
        public Task<bool> LookAsync(MachineId machine, CancellationToken cancellationToken) => Task.FromResult(true);

        public Task<bool> DeliverAsync(MachineId machine, CancellationToken cancellationToken) => Task.FromResult(true);
    }
}
