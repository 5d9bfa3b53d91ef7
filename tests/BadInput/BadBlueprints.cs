using ChatOps.Core.Blueprints;
using ChatOps.Tests.Core.Blueprints;

namespace ChatOps.Tests.BadInput;

/// <summary>Values that no blueprint may have and that <see cref="BrokenBlueprint"/> does not: hostile ones rather than mistaken ones.</summary>
public sealed class BadBlueprints
{
    [Theory]
    [InlineData("name: sample", "name: {x4001}", "name: is longer than 4000 characters.")]
    [InlineData("name: sample", "name: {x100}", "name: expected a name")]
    [InlineData("name: sample", "name: ..", "name: expected a name")]
    [InlineData("name: sample", "name: /etc/passwd", "name: expected a name")]
    [InlineData("name: sample", "name: C:\\nul", "name: expected a name")]
    [InlineData("name: sample", "name: sаmple", "name: expected a name")]
    [InlineData("name: sample", "name: ｓample", "name: expected a name")]
    [InlineData("name: sample", "name: \"sam\\u202Eple\"", "name: there is an invisible character (U+202E) in it. Remove it.")]
    [InlineData("name: sample", "name: \"sample\\0\"", "name: there is an invisible character (U+0000) in it.")]
    [InlineData("name: sample", "name: \"\\e[31msample\"", "name: there is an invisible character (U+001B) in it.")]
    [InlineData("name: sample", "name: <@U123>", "name: expected a name")]
    [InlineData("name: sample", "name: { a: b }", "name: expected a name")]
    [InlineData("name: sample", "name:", "name: expected a name")]
    [InlineData("version: 1\n", "version: NaN\n", "version: expected a whole number")]
    [InlineData("version: 1\n", "version: .inf\n", "version: expected a whole number")]
    [InlineData("version: 1\n", "version: 1e3\n", "version: expected a whole number")]
    [InlineData("version: 1\n", "version: 0x10\n", "version: expected a whole number")]
    [InlineData("version: 1\n", "version: 99999999999999999999\n", "version: expected a whole number")]
    [InlineData("version: 1\n", "version: １\n", "version: expected a whole number")]
    [InlineData("version: 1\n", "version: \"1\\0\"\n", "version: there is an invisible character")]
    [InlineData("version: 1\n", "version: [1]\n", "version: expected a")]
    [InlineData("version: 1\n", "version: true\n", "version: expected a whole number")]
    [InlineData("title: A sample", "title: {x101}", "title: expected one line of at most 100 characters.")]
    [InlineData("title: A sample", "title: \"A\\nsample\"", "title: expected one line of at most 100 characters.")]
    [InlineData("title: A sample", "title: \"A\\u200Bsample\"", "title: there is an invisible character (U+200B) in it.")]
    [InlineData("title: A sample", "title: {x100000}", "title: is longer than 4000 characters.")]
    [InlineData("description: Everything", "description: {x100000} Everything", "description: is longer than 4000 characters.")]
    [InlineData("owner: ml-platform@contoso.example", "owner: \"@@@@ @\"", "owner: expected an e-mail address")]
    [InlineData("owner: ml-platform@contoso.example", "owner: \"a@b\\u0007\"", "owner: there is an invisible character")]
    [InlineData("gpus: [1, 2]", "gpus: [1, -2]", "machine.gpus: expected GPU counts")]
    [InlineData("gpus: [1, 2]", "gpus: [1, 1e1]", "machine.gpus: expected GPU counts")]
    [InlineData("gpus: [1, 2]", "gpus: [1, 99999999999]", "machine.gpus: expected GPU counts")]
    [InlineData("gpus: [1, 2]", "gpus: [1, ２]", "machine.gpus: expected GPU counts")]
    [InlineData("gpus: [1, 2]", "gpus: [1, [2]]", "machine.gpus: expected GPU counts")]
    [InlineData("gpus: [1, 2]", "gpus: { a: 1 }", "machine.gpus: expected a list")]
    [InlineData("Standard_NC48ads_A100_v4", "{x100}", "machine.sizes: \"xxx")]
    [InlineData("Standard_NC48ads_A100_v4", "../../etc", "machine.sizes: \"../../etc\" is no GPU size")]
    [InlineData("regions: [eastus, westus2]", "regions: [eastus, \"east\\nus\"]", "machine.regions: expected region names")]
    [InlineData("regions: [eastus, westus2]", "regions: [eastus, ../westus]", "machine.regions: expected region names")]
    [InlineData("osDisk: { sizeGiB: 256,", "osDisk: { sizeGiB: -256,", "machine.osDisk.sizeGiB: expected a whole number")]
    [InlineData("osDisk: { sizeGiB: 256,", "osDisk: { sizeGiB: 2147483648,", "machine.osDisk.sizeGiB: expected a whole number")]
    [InlineData("osDisk: { sizeGiB: 256,", "osDisk: { sizeGiB: 256GiB,", "machine.osDisk.sizeGiB: expected a whole number")]
    [InlineData("path: /data }", "path: /data/../etc }", "machine.dataDisk.path: expected an absolute path")]
    [InlineData("path: /data }", "path: \"/data;reboot\" }", "machine.dataDisk.path: expected an absolute path")]
    [InlineData("path: /data }", "path: //data }", "machine.dataDisk.path: expected an absolute path")]
    [InlineData("path: /data }", "path: / }", "machine.dataDisk.path: expected an absolute path")]
    [InlineData("python: \"3.12\"", "python: \"3.12; reboot\"", "software.python: expected a version")]
    [InlineData("python: \"3.12\"", "python: 3.١٢", "software.python: expected a version")]
    [InlineData("cuda: \"12.8\"", "cuda: \"12.8.9.9.9\"", "software.cuda: expected a version")]
    [InlineData("torch: 2.9.1", "TORCH: 2.9.1", "software.frameworks.TORCH: a framework is `name: version`.")]
    [InlineData("torch: 2.9.1", "torch: [2.9.1]", "software.frameworks.torch: a framework is `name: version`.")]
    [InlineData("torch: 2.9.1", "torch: {x5000}", "software.frameworks.torch: is longer than 4000 characters.")]
    [InlineData("kind: nfs", "kind: [nfs]", "mounts[2].kind: expected a text")]
    [InlineData("kind: nfs", "kind: NFS", "mounts[2].kind: expected one of blob, nfs.")]
    [InlineData("kind: nfs", "kind: 1", "mounts[2].kind: expected one of blob, nfs.")]
    [InlineData("account: contosomlfiles", "account: \"contoso ml\"", "mounts[2].account: expected a storage account name")]
    [InlineData("share: projects", "share: ..", "mounts[2].share: expected a container or share name")]
    [InlineData("identity: gpu-machines", "identity: \"gpu machines' or '1'='1\"", "identity: expected the name")]
    [InlineData("launch: [vision]", "launch: [\"*\"]", "access.launch: expected team names or everyone")]
    [InlineData("launch: [vision]", "launch: [Everyone]", "access.launch: expected team names or everyone")]
    [InlineData("launch: [vision]", "launch: everyone", "access.launch: expected a list")]
    [InlineData("entraSsh: true", "entraSsh: yes", "access.entraSsh: expected one of true, false.")]
    [InlineData("default: 4h", "default: -4h", "lifetime.default: expected a duration")]
    [InlineData("default: 4h", "default: 1e9h", "lifetime.default: expected a duration")]
    [InlineData("max: 24h", "max: 99999999999d", "lifetime.max: expected a duration")]
    [InlineData("max: 24h", "max: NaN", "lifetime.max: expected a duration")]
    [InlineData("max: 24h", "max: ٢٤h", "lifetime.max: expected a duration")]
    [InlineData("max: 24h", "max: 24h 24h", "lifetime.max: expected a duration")]
    [InlineData("threshold: 5", "threshold: -5", "idle.threshold: expected a whole number")]
    [InlineData("threshold: 5", "threshold: NaN", "idle.threshold: expected a whole number")]
    [InlineData("workload: research", "workload: \"re\\u202Esearch\"", "tags.workload: a tag is")]
    [InlineData("workload: research", "workload: [research]", "tags.workload: a tag is")]
    [InlineData("workload: research", "workload: {x5000}", "tags.workload: is longer than 4000 characters.")]
    [InlineData("workload: research", "<script>: research", "tags.<script>: a tag is")]
    [InlineData("HF_HOME: /data/huggingface", "HF_HOME: {x100000}", "environment.HF_HOME: is longer than 4000 characters.")]
    [InlineData("HF_HOME: /data/huggingface", "HF-HOME: /data", "environment.HF-HOME: a variable is")]
    [InlineData("HF_HOME: /data/huggingface", "HF_HOME: \"/data\\u200B\"", "environment.HF_HOME: a variable is")]
    [InlineData("command: nvidia-smi\n", "command: {x100000}\n", "checks[1].command: is longer than 4000 characters.")]
    [InlineData("command: nvidia-smi\n", "command: [rm, -rf, /]\n", "checks[1].command: expected a text.")]
    [InlineData("command: nvidia-smi\n", "command: \"nvidia-smi\\0\"\n", "checks[1].command: there is an invisible character")]
    [InlineData("name: nothing printed", "name: \"nothing\\nprinted\"", "checks[1].name: expected a short name")]
    [InlineData("name: nothing printed", "name: '[link](http://evil.example)'", "checks[1].name: expected a short name")]
    public void Refuses(string from, string to, string says)
    {
        var text = SampleBlueprint.With(from, Long(to));

        var problem = Assert.Single(Sentence.Problems(SampleBlueprint.File, () => SampleBlueprint.Parse(text)));
        Assert.StartsWith(says, problem[(problem.IndexOf(": ", StringComparison.Ordinal) + 2)..], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("numpy==2.3.4\0")]
    [InlineData("numpy==2.3.4 \\")]
    [InlineData("\\")]
    [InlineData("nump\u0443==2.3.4")]
    [InlineData("numpy==２")]
    [InlineData("numpy\u200B==2.3.4")]
    [InlineData("numpy==2.3.4\u202E")]
    [InlineData("numpy==")]
    [InlineData("==2.3.4")]
    [InlineData("numpy=2.3.4")]
    [InlineData("numpy==2.3.4==2.3.5")]
    [InlineData("numpy==$(reboot)")]
    [InlineData("numpy==2.3.4; reboot")]
    [InlineData("numpy==2.3.4 && reboot")]
    [InlineData("numpy==2.3.4 `reboot`")]
    [InlineData("../numpy==2.3.4")]
    [InlineData("file:///etc/passwd")]
    [InlineData("-f http://evil.example")]
    [InlineData("--trusted-host evil.example")]
    [InlineData("numpy==2.3.4 --hash=sha256:")]
    [InlineData("numpy==2.3.4 --hash=sha256:{x64}")]
    [InlineData("{x100000}")]
    [InlineData("{x100000}==1")]
    [InlineData("numpy=={x100000} ;")]
    [InlineData("<<<<<<< HEAD")]
    [InlineData("name: sample")]
    public void Refuses_a_line_of_a_lock_file(string line)
    {
        // A name of a hundred thousand letters twice, because once it would be a package.
        var text = $"torch==2.9.1\n{Long(line)}\n{(line.EndsWith('1') ? Long(line) : "-")}\n";

        Sentence.Problems("requirements.lock", () => Requirements.Parse("requirements.lock", text));
    }

    /// <summary>"{x100}" is a hundred letters.</summary>
    private static string Long(string text) => System.Text.RegularExpressions.Regex.Replace(
        text, @"\{x(\d+)\}", match => new string('x', int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)));
}
