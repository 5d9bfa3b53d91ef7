namespace ChatOps.Bot.Channels.Teams.Connector;

/// <summary>Asks for the chat between the bot and one person; where there is one already, that is it.</summary>
internal sealed record PersonalChatRequest(Account Bot, IReadOnlyList<Account> Members, PersonalChatData ChannelData, string TenantId, bool IsGroup = false);

internal sealed record PersonalChatData(TenantInfo Tenant);
