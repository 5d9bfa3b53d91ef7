using ChatOps.Azure;
using ChatOps.Azure.Graph;
using ChatOps.Core.Machines;
using ChatOps.Core.People;
using ChatOps.Sandbox;
using ChatOps.Tests.Azure.Graph;

namespace ChatOps.Tests.Azure;

public sealed class EntraGroupDirectoryTests
{
    private static readonly string Group = GraphDesk.Group('1');

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Knows_people_by_their_mail_or_else_by_their_user_principal_name_each_once_and_in_lower_case()
    {
        await using var desk = await GraphDesk.OpenAsync();
        desk.Put(
            Group, desk.User("o1", "Zoe@Contoso.example"), desk.User("Ada"), desk.User("o2", mail: " "), desk.User("o3", "zoe@contoso.example"));

        Assert.Equal(["ada@contoso.example", "o2@contoso.example", "zoe@contoso.example"], await FoundAsync(desk));
    }

    [Fact]
    public async Task Leaves_out_whose_account_is_disabled_or_not_known_to_be_enabled()
    {
        await using var desk = await GraphDesk.OpenAsync();
        desk.Put(Group, desk.User("gone", isEnabled: false), desk.User("here"), desk.User("unclear", isEnabled: null));

        Assert.Equal(["here@contoso.example"], await FoundAsync(desk));
    }

    [Fact]
    public async Task A_group_of_nobody_has_nobody_in_it()
    {
        await using var desk = await GraphDesk.OpenAsync();
        desk.Put(Group);

        Assert.Empty(await FoundAsync(desk));
    }

    [Fact]
    public async Task That_a_group_is_not_there_is_an_outcome()
    {
        await using var desk = await GraphDesk.OpenAsync();

        Assert.IsType<GroupMembers.Missing>(await desk.Directory.MembersAsync(Group, Cancellation));
    }

    [Fact]
    public async Task That_a_gateway_finds_nothing_does_not_say_that_a_group_is_not_there()
    {
        var fault = await FaultAsync(Answering(404, "<html>Not found</html>"));

        Assert.Equal((FaultKind.Transient, "Http404"), (fault.Kind, fault.Code));
    }

    [Fact]
    public async Task Who_may_not_read_users_is_told_so_and_finds_nobody_gone()
    {
        await using var desk = await GraphDesk.OpenAsync();
        desk.StandIn.TellsOfUsers = false;
        desk.Put(Group, desk.User("one"), desk.User("two"));

        var fault = await FaultAsync(desk.Directory);

        Assert.Equal((FaultKind.Denied, "MembersNotTold"), (fault.Kind, fault.Code));
        Assert.Contains("User.Read.All", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_read_groups_is_told_so()
    {
        var fault = await FaultAsync(Answering(
            403, """{"error":{"code":"Authorization_RequestDenied","message":"Insufficient privileges to complete the operation."}}"""));

        Assert.Equal(
            (FaultKind.Denied, "Authorization_RequestDenied", "Insufficient privileges to complete the operation."), (fault.Kind, fault.Code, fault.Message));
    }

    [Fact]
    public async Task A_group_of_the_whole_company_is_refused()
    {
        var all = string.Join(',', Enumerable.Range(0, EntraGroupDirectory.MostMembers + 1).Select(i => $$"""{"id":"{{i}}","accountEnabled":true}"""));

        var fault = await FaultAsync(Answering(200, $$"""{"value":[{{all}}]}"""));

        Assert.Equal((FaultKind.Invalid, "TooManyMembers"), (fault.Kind, fault.Code));
    }

    [Fact]
    public async Task That_nobody_answers_however_often_it_is_tried_is_a_passing_fault()
    {
        var tries = 0;
        var fault = await FaultAsync(Directory(_ =>
        {
            tries++;
            throw new HttpRequestException("No such host is known.");
        }));

        Assert.Equal((FaultKind.Transient, "NoAnswer", 4), (fault.Kind, fault.Code, tries));
        Assert.Equal("No such host is known.", fault.Message);
    }

    private static async Task<IEnumerable<string>> FoundAsync(GraphDesk desk) =>
        Assert.IsType<GroupMembers.Found>(await desk.Directory.MembersAsync(Group, Cancellation)).Emails;

    private static async Task<CloudFault> FaultAsync(EntraGroupDirectory directory) =>
        (await Assert.ThrowsAsync<CloudFaultException>(() => directory.MembersAsync(Group, Cancellation))).Fault;

    private static EntraGroupDirectory Answering(int status, string body) => Directory(_ => Arm.Answer(status, body));

    private static EntraGroupDirectory Directory(Func<HttpRequestMessage, HttpResponseMessage> answer)
    {
        var options = new GraphClientOptions { Transport = Arm.Answering(answer) };
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        return new EntraGroupDirectory(new GraphServiceClient(GraphServiceClient.Global, SandboxAzure.Credential, options));
    }
}
