using Azure.Core;
using ChatOps.Azure;
using ChatOps.Azure.CostManagement;
using ChatOps.Azure.Graph;
using ChatOps.Azure.Monitor;
using ChatOps.Azure.Prices;
using ChatOps.Bot.Channels.Slack;
using ChatOps.Bot.Channels.Teams;
using ChatOps.Core.Machines;
using ChatOps.Core.Orders;
using ChatOps.Core.State;
using ChatOps.Functions.Sandboxed;
using ChatOps.Functions.Settings;
using Microsoft.Extensions.Logging;

namespace ChatOps.Functions.Hosts;

/// <summary>What surrounds the product in a program of its own, whichever host runs it.</summary>
internal static class Outside
{
    /// <summary>What the bot's own tokens are for.</summary>
    private static readonly TokenRequestContext Connector = new(["https://api.botframework.com/.default"]);

    /// <summary>The clock that everything goes by.</summary>
    public static TimeProvider Time(ProgramOptions options) => options.Sandbox is { } sandbox ? new SandboxClock(sandbox.Folder) : TimeProvider.System;

    public static Surroundings Of(ProgramOptions options, Func<string, ITable> table, INudges nudges, TokenCredential credential, ILoggerFactory logs)
    {
        var arm = ArmConnection.Open(options.Azure.Site.SubscriptionId, credential, transport: null, options.Azure.ResourceManager);
        var around = new Surroundings
        {
            BlueprintsFolder = options.Blueprints.Folder,
            PolicyFile = options.Blueprints.Policy,
            Drafts = options.Blueprints.Drafts,
            Table = table,
            Cloud = new AzureMachineCloud(arm, options.Azure.Site),
            Inventory = new AzureInventory(arm, options.Azure.Site),
            Groups = new EntraGroupDirectory(new GraphServiceClient(options.Graph.Endpoint, credential)),
            Prices = new AzurePriceList(new RetailPricesClient(options.Prices.Endpoint)),
            Actuals = options.Azure.Costs
                ? new AzureActualCosts(new CostManagementClient(options.Azure.ResourceManager, credential), options.Azure.Site)
                : null,
            Metrics = options.Azure.Site.Metrics is { } metrics
                ? new AzureMachineMetrics(new LogsQueryClient(metrics.Query, credential), metrics.WorkspaceId)
                : null,
            Nudges = nudges,
            AzureTells = options.Azure.Tells,
            Teams = options.Teams is { } teams ? Site(teams, isSandbox: options.Sandbox is not null) : null,
            Slack = options.Slack is { } slack ? Site(slack, isSandbox: options.Sandbox is not null) : null,
            Time = Time(options),
            Logs = logs,
        };
        return options.Sandbox is not { } sandbox ? around : around with
        {
            Channel = new SandboxChannel(sandbox.Chat),
            Names = new NameMaker(new SandboxNames(sandbox.Folder).Take),
        };
    }

    private static TeamsSite Site(TeamsOptions teams, bool isSandbox) => new()
    {
        AppId = teams.AppId,
        TenantId = teams.TenantId,
        OpenIdMetadata = teams.OpenIdMetadata,
        // The credential keeps it until shortly before it expires.
        Token = async cancellationToken => (await teams.Credential.GetTokenAsync(Connector, cancellationToken)).Token,
        Http = Http(isSandbox),
        TrustsLoopback = isSandbox,
    };

    private static SlackSite Site(SlackOptions slack, bool isSandbox) => new()
    {
        SigningSecret = slack.SigningSecret,
        Workspaces = slack.Workspaces,
        Api = slack.Api,
        Http = Http(isSandbox),
        TrustsLoopback = isSandbox,
        Answering = isSandbox ? new PatientTime() : TimeProvider.System,
    };

    private static SocketsHttpHandler Http(bool isSandbox) => new()
    {
        // The bot's token goes where it was meant for, and nowhere else.
        AllowAutoRedirect = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        UseCookies = false,
        UseProxy = !isSandbox,
    };
}
