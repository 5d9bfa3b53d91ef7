using ChatOps.Core.Blueprints;

namespace ChatOps.Tests.Core.Blueprints;

/// <summary>A blueprint with everything in order, for tests to break or change one line of.</summary>
internal static class SampleBlueprint
{
    public const string File = "blueprints/sample/blueprint.yaml";

    public const string Text = """
        name: sample
        version: 1
        title: A sample
        description: Everything that a blueprint can say.
        owner: ml-platform@contoso.example

        machine:
          sizes: [Standard_NC24ads_A100_v4, Standard_NC48ads_A100_v4]
          gpus: [1, 2]
          image: microsoft-dsvm:ubuntu-hpc:2404:24.04.2026072901
          osDisk: { sizeGiB: 256, type: Premium_LRS }
          dataDisk: { sizeGiB: 512, type: StandardSSD_LRS, path: /data }
          spot: allowed
          regions: [eastus, westus2]

        software:
          driver: { source: image, version: 580.173.02 }
          cuda: "12.8"
          python: "3.12"
          frameworks:
            torch: 2.9.1

        mounts:
          - { path: /mnt/datasets, kind: blob, account: contosomldata, share: datasets, readOnly: true }
          - { path: /mnt/projects, kind: nfs, account: contosomlfiles, share: projects, readOnly: false }

        identity: gpu-machines

        access:
          launch: [vision]
          entraSsh: true

        lifetime: { default: 4h, max: 24h }
        idle: { window: 30m, threshold: 5, grace: 15m, then: stop, deleteAfter: 7d }

        tags:
          workload: research

        environment:
          HF_HOME: /data/huggingface

        checks:
          - name: nothing printed
            command: nvidia-smi
          - name: driver
            command: nvidia-smi --query-gpu=driver_version --format=csv,noheader
            prints: "580.173.02"
        """;

    public const string Lock = """
        # Python 3.12
        numpy==2.3.4
        torch==2.9.1
        """;

    public static Requirements Requirements { get; } = Requirements.Parse("blueprints/sample/requirements.lock", Lock);

    /// <summary>The text with one passage changed; it must be there exactly once.</summary>
    public static string With(string from, string to)
    {
        Assert.Equal(2, Text.Split(from).Length);
        return Text.Replace(from, to);
    }

    public static Blueprint Parse(string text) => BlueprintFile.Parse(File, text, Requirements);

    public static Blueprint Parsed() => Parse(Text);

    public static Blueprint ParseWith(string from, string to) => Parse(With(from, to));
}
