using ChatOps.Core.Blueprints;
using ChatOps.Core.People;
using ChatOps.Core.Words;

namespace ChatOps.Tests.Core.Blueprints;

public sealed class BlueprintCatalogTests : IDisposable
{
    private static readonly Team Vision = new()
    {
        Name = "vision",
        Title = "Vision",
        Managers = ["manager@contoso.example"],
        Members = ["scientist@contoso.example"],
    };
    private static readonly Person Scientist = new("scientist@contoso.example", IsAdmin: false, [Vision]);
    private static readonly Person Stranger = new("stranger@contoso.example", IsAdmin: false, [Vision with { Name = "speech" }]);
    private static readonly Person Admin = new("admin@contoso.example", IsAdmin: true, []);

    private readonly BlueprintFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Offers_a_released_version() => Assert.Equal("sample@1", Assert.Single(_folder.Put("sample").Release("sample").Load().All).Ref.ToString());

    [Fact]
    public void Hides_a_draft() => Assert.Equal(["sample"], _folder.Put("sample").Release("sample").Put("draft").Load().All.Select(b => b.Name));

    [Fact]
    public void Offers_a_draft_where_drafts_are_wanted() =>
        Assert.Equal(
            [("draft", true), ("sample", false)],
            _folder.Put("sample").Release("sample").Put("draft").Load(drafts: true).All.Select(b => (b.Name, b.IsDraft)));

    [Fact]
    public void Refuses_a_released_version_that_was_changed()
    {
        _folder.Put("sample").Release("sample").Change("sample", "sizeGiB: 256", "sizeGiB: 512");

        var problem = Assert.Single(_folder.Problems());
        Assert.StartsWith($"{_folder.Root}/sample: version 1 of sample is released and must not change", problem, StringComparison.Ordinal);
        Assert.EndsWith(
            "Raise `version:` in blueprint.yaml to 2, then run: dotnet run --project sandbox -- blueprint release sample",
            problem,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Accepts_a_released_version_with_a_new_description() =>
        Assert.Single(
            _folder.Put("sample").Release("sample").Change("sample", "title: A sample", "title: The sample").Load().All,
            b => b.Title == "The sample");

    [Fact]
    public void Keeps_an_old_version_beside_the_new_one()
    {
        var catalog = _folder.PutVersion("sample", 1)
            .PutVersion("sample", 2)
            .Put("sample", Version(3))
            .Release("sample/versions/1", "sample/versions/2", "sample")
            .Load();

        Assert.Equal([3, 2, 1], catalog.All.Select(b => b.Version));
    }

    [Theory]
    [InlineData(null, 2)]
    [InlineData(2, 2)]
    [InlineData(1, 1)]
    public void Gets_the_version_asked_for_or_the_newest(int? asked, int expected)
    {
        var catalog = _folder.PutVersion("sample", 1).Put("sample", Version(2)).Release("sample/versions/1", "sample").Load();

        Assert.Equal(expected, catalog.Get("sample", asked, Scientist).Version);
    }

    [Fact]
    public void Gets_the_newest_released_version_while_the_next_is_a_draft()
    {
        var catalog = _folder.PutVersion("sample", 1).Put("sample", Version(2)).Release("sample/versions/1").Load();

        Assert.Equal(1, catalog.Get("sample", null, Scientist).Version);
    }

    [Fact]
    public void Says_which_versions_there_are()
    {
        var catalog = _folder.PutVersion("sample", 1).Put("sample", Version(2)).Release("sample/versions/1", "sample").Load();

        Assert.Equal("There is no version 7 of sample. There is 2, 1; without @ you get the newest.", Error(catalog, "sample", 7, Scientist));
    }

    [Fact]
    public void Suggests_the_blueprint_that_was_meant() => Assert.Equal(
        "There is no blueprint called sampel. Did you mean sample? `catalog` lists what you can launch.",
        Error(_folder.Put("sample").Release("sample").Load(), "sampel", null, Scientist));

    [Fact]
    public void Suggests_only_what_this_person_may_launch() => Assert.Equal(
        "There is no blueprint called sampel. `catalog` lists what you can launch.",
        Error(_folder.Put("sample").Release("sample").Load(), "sampel", null, Stranger));

    [Fact]
    public void Refuses_who_may_not_launch_it() => Assert.Equal(
        "sample is only for vision. `catalog` lists what you can launch; ml-platform@contoso.example answers for this one.",
        Error(_folder.Put("sample").Release("sample").Load(), "sample", null, Stranger));

    [Fact]
    public void Gives_an_admin_everything() => Assert.Equal("sample", _folder.Put("sample").Release("sample").Load().Get("sample", null, Admin).Name);

    [Fact]
    public void Lists_for_a_person_the_newest_of_each_that_they_may_launch()
    {
        var forAll = BlueprintFolder.Named("open").Replace("launch: [vision]", "launch: [everyone]");
        var catalog = _folder.PutVersion("sample", 1).Put("sample", Version(2)).Put("open", forAll).Release("sample/versions/1", "sample", "open").Load();

        Assert.Equal(["open@1", "sample@2"], catalog.For(Scientist).Select(b => b.Ref.ToString()));
        Assert.Equal(["open@1"], catalog.For(Stranger).Select(b => b.Ref.ToString()));
    }

    [Fact]
    public void Refuses_a_blueprint_in_a_folder_of_another_name() => Assert.Equal(
        $"{_folder.Root}/simple/blueprint.yaml:1: name: is \"sample\" but its folder is simple.",
        Assert.Single(_folder.Put("simple", BlueprintFolder.Named("sample")).Problems()));

    [Fact]
    public void Refuses_a_snapshot_in_a_folder_of_another_version() => Assert.Equal(
        $"{_folder.Root}/sample/versions/2/blueprint.yaml:1: version: is 1 but its folder is versions/2.",
        Assert.Single(_folder.Put("sample").PutVersion("sample", 2, BlueprintFolder.Named("sample")).Release("sample").Problems()));

    [Fact]
    public void Refuses_a_snapshot_that_was_never_released() => Assert.Contains(
        "versions/ holds released versions, but sample@1 is not in released.lock.",
        Assert.Single(_folder.PutVersion("sample", 1).Put("sample", Version(2)).Release("sample").Problems()));

    [Fact]
    public void Reports_the_problems_of_all_blueprints_at_once() => Assert.Equal(
        2,
        _folder.Put("one", BlueprintFolder.Named("one").Replace("spot: allowed", "spot: no"))
            .Put("two", BlueprintFolder.Named("two").Replace("version: 1\n", "version: 0\n"))
            .Problems().Count);

    [Fact]
    public void Refuses_a_folder_without_any_blueprint() => Assert.Equal($"{_folder.Root}: there is no blueprint here.", Assert.Single(_folder.Problems()));

    [Theory]
    [InlineData("sample/requirements.lock")]
    [InlineData("sample/versions/1/requirements.lock")]
    [InlineData("sample/versions/1/blueprint.yaml")]
    public void Names_a_file_that_is_missing(string file)
    {
        _folder.PutVersion("sample", 1).Put("sample", Version(2)).Release("sample/versions/1", "sample").Delete(file);

        Assert.StartsWith($"{_folder.Root}/{file}", Assert.Single(_folder.Problems()), StringComparison.Ordinal);
    }

    private static string Version(int version) => BlueprintFolder.Named("sample").Replace("version: 1\n", $"version: {version}\n");

    private static string Error(BlueprintCatalog catalog, string name, int? version, Person person) =>
        Assert.Throws<UserError>(() => catalog.Get(name, version, person)).Message;
}
