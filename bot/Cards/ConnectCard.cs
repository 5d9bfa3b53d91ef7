using ChatOps.Core.Machines;

namespace ChatOps.Bot.Cards;

/// <summary>The lines to copy. People sign in as themselves with Entra; there is no key to hand out and no public address.</summary>
public static class ConnectCard
{
    /// <param name="vmId">Its ARM id, which names subscription and resource group.</param>
    public static Card Build(Machine machine, string vmId, bool hasJupyter)
    {
        var parts = vmId.Split('/');
        var (subscription, group) = (parts[2], parts[4]);
        var target = $"--subscription {subscription} --resource-group {group} --name {machine.ResourceName} --prefer-private-ip";
        var card = new Card { Title = $"Connect to {machine.Name}", Tone = Tone.Good }
            .Add(new CardElement.Code($"az ssh vm {target}", "A shell (once before: az login, az extension add --name ssh):"))
            .Add(new CardElement.Code(
                $"az ssh config --overwrite --file ~/.ssh/{machine.Name} {target}\ncode --remote ssh-remote+{group}-{machine.ResourceName} /",
                $"VS Code with Remote-SSH (once before: echo 'Include ~/.ssh/{machine.Name}' >> ~/.ssh/config):"));
        if (hasJupyter)
        {
            card = card.Add(new CardElement.Code(
                $"az ssh vm {target} -- -L 8888:localhost:8888 jupyter lab --no-browser --port 8888",
                "JupyterLab, in your browser by the address that it prints:"));
        }
        return card.Add(new CardElement.Text(
            "You need to be in the company network or its VPN, and a role that may sign in to the machine.", TextStyle.Subtle));
    }
}
