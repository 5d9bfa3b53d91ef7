using System.Collections.Immutable;

namespace ChatOps.Bot.Channels.Teams.Tokens;

/// <summary>What a token of the Bot Connector says, once it is found to be good.</summary>
/// <param name="ServiceUrl">Where the connector is to be reached that sent the activity.</param>
/// <param name="Endorsements">The channels that the key vouches for.</param>
public sealed record ConnectorToken(string ServiceUrl, ImmutableArray<string> Endorsements);
