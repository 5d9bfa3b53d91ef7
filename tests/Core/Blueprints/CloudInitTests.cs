using System.IO.Compression;
using System.Text;
using ChatOps.Core.Blueprints;
using ChatOps.Tests.Tools;

namespace ChatOps.Tests.Core.Blueprints;

public sealed class CloudInitTests
{
    private const string LockFile = "/opt/chatops/requirements.lock";

    private static readonly Blueprint Sample = SampleBlueprint.Parsed();
    private static readonly Blueprint Bare = Sample with { Mounts = [], Machine = Sample.Machine with { DataDisk = null } };

    [Fact]
    public void Begins_as_cloud_init_wants_it() =>
        Assert.StartsWith("#cloud-config\n", CloudInit.Render(Sample, CloudConfig.Identity), StringComparison.Ordinal);

    [Fact]
    public void Renders_the_same_blueprint_to_the_same_bytes() =>
        Assert.Equal(CloudInit.Render(Sample, CloudConfig.Identity), CloudInit.Render(SampleBlueprint.Parsed(), CloudConfig.Identity));

    [Fact]
    public void Has_no_carriage_return() => Assert.DoesNotContain('\r', CloudInit.Render(Sample, CloudConfig.Identity));

    [Fact]
    public void Stops_upgrades_before_anything_else() =>
        Assert.Equal(
            ["sh", "-c", "systemctl mask --now apt-daily.timer apt-daily-upgrade.timer unattended-upgrades.service || true"],
            Assert.Single(CloudConfig.Of(Sample).Module("bootcmd")));

    [Fact]
    public void Gives_the_set_up_nothing_but_the_Python_version() =>
        Assert.Equal(["/opt/chatops/setup.sh", "3.12"], Assert.Single(CloudConfig.Of(Sample).Module("runcmd")));

    [Theory]
    [InlineData("/opt/chatops/setup.sh", "setup.sh")]
    [InlineData("/opt/chatops/verify.py", "verify.py")]
    public void Carries_the_scripts_as_they_are_in_the_repository(string path, string file)
    {
        var config = CloudConfig.Of(Sample);

        Assert.Equal(File.ReadAllText(Repository.At("core", "Blueprints", "OnMachine", file)), config.Content(path));
        Assert.Equal("0755", config.Permissions(path));
    }

    [Fact]
    public void Installs_from_the_lock_file_as_it_is() => Assert.Equal(SampleBlueprint.Lock, CloudConfig.Of(Sample).Content(LockFile));

    [Fact]
    public void Installs_from_the_lock_file_with_its_hashes()
    {
        var hashed = Sample with { Requirements = HashedLock(3, new Random(1)) };

        var config = CloudConfig.Of(hashed);
        Assert.Equal(hashed.Requirements.Text, config.Content(LockFile));
        Assert.Contains("--require-hashes", config.Content("/opt/chatops/setup.sh"));
    }

    [Fact]
    public void Mounts_an_NFS_share_and_a_blob_container_by_fstab()
    {
        var config = CloudConfig.Of(Sample);

        Assert.Equal(
            $"blobfuse2 /mnt/datasets fuse3 _netdev,nofail,allow_other,ro,--config-file={config.BlobConfigPath} 0 0\n" +
            "contosomlfiles.file.core.windows.net:/contosomlfiles/projects /mnt/projects nfs vers=4,minorversion=1,sec=sys,nconnect=4,_netdev,nofail,rw 0 0\n",
            config.Content("/etc/fstab"));
        Assert.True(config.IsAppended("/etc/fstab"));
        Assert.Equal("/mnt/datasets\n/mnt/projects\n/data\n", config.Content("/etc/chatops/mountpoints"));
    }

    [Fact]
    public void Signs_a_blob_mount_in_as_the_machine()
    {
        var config = CloudConfig.Of(Sample);

        var azure = CloudConfig.Parse(config.BlobConfig)["azstorage"];
        Assert.Equal(
            ("contosomldata", "datasets", "msi", CloudConfig.Identity),
            (azure["account-name"].ToString(), azure["container"].ToString(), azure["mode"].ToString(), azure["resid"].ToString()));
        Assert.Equal("0600", config.Permissions(config.BlobConfigPath));
    }

    [Fact]
    public void Formats_and_mounts_the_data_disk() =>
        Assert.Equal(["LABEL=chatops-data", "/data", "ext4", "defaults,nofail", "0", "2"], Assert.Single(CloudConfig.Of(Sample).Module("mounts")));

    [Fact]
    public void Touches_no_disk_when_there_is_none_to_mount()
    {
        var config = CloudConfig.Of(Bare, identity: null);

        Assert.Empty(config.Modules.Intersect(["disk_setup", "fs_setup", "mounts"]));
        Assert.Empty(config.Paths.Intersect(["/etc/fstab", "/etc/chatops/mountpoints"]));
    }

    [Fact]
    public void Installs_NFS_only_for_who_mounts_a_share()
    {
        Assert.Contains(["nfs-common"], CloudConfig.Of(Sample).Module("packages"));
        Assert.DoesNotContain(["nfs-common"], CloudConfig.Of(Bare, identity: null).Module("packages"));
    }

    [Fact]
    public void Does_not_render_a_blob_mount_without_an_identity() =>
        Assert.Throws<InvalidOperationException>(() => CloudInit.Render(Sample, identityId: null));

    // One container at two paths, once writable: each mount has its own configuration.
    [Fact]
    public void Keeps_two_mounts_of_one_container_apart()
    {
        var blob = Sample.Mounts[0];
        var config = CloudConfig.Of(Sample with { Mounts = [blob, blob with { Path = "/mnt/results", ReadOnly = false }] });

        Assert.Equal(config.Paths.Distinct(), config.Paths);
    }

    [Fact]
    public void Packs_to_a_gzip_of_the_text()
    {
        var text = CloudInit.Render(Sample, CloudConfig.Identity);

        using var unpacked = new StreamReader(new GZipStream(new MemoryStream(CloudInit.Pack(text)), CompressionMode.Decompress), Encoding.UTF8);
        Assert.Equal(text, unpacked.ReadToEnd());
    }

    [Fact]
    public void Packs_the_same_text_to_the_same_bytes() => Assert.Equal(CloudInit.Pack("#cloud-config\n"), CloudInit.Pack("#cloud-config\n"));

    [Fact]
    public void Packs_a_lock_file_of_many_packages_with_hashes() =>
        Assert.InRange(
            CloudInit.Pack(CloudInit.Render(Sample with { Requirements = HashedLock(1_000, new Random(1)) }, CloudConfig.Identity)).Length,
            1,
            65_535);

    [Fact]
    public void Refuses_to_pack_more_than_Azure_takes()
    {
        var text = CloudInit.Render(Sample with { Requirements = HashedLock(3_000, new Random(1)) }, CloudConfig.Identity);

        Assert.Matches(
            "^The cloud-init is [0-9]+ bytes; Azure takes at most 65535[.] Shorten the lock file",
            Assert.Throws<InvalidOperationException>(() => CloudInit.Pack(text)).Message);
    }

    /// <summary>Random hashes, because nothing makes them smaller; seeded, because a test must not.</summary>
    private static Requirements HashedLock(int packages, Random random)
    {
        var text = new StringBuilder();
        for (var i = 0; i < packages; i++)
        {
            var hash = random.GetHexString(64, lowercase: true);
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"package-{i}==1.0.{i} \\\n    --hash=sha256:{hash}\n");
        }
        return Requirements.Parse("requirements.lock", text.ToString());
    }
}
