using ChatOps.Core.Blueprints;
using ChatOps.Core.Machines;
using ChatOps.Core.Sizes;
using ChatOps.Core.Words;

namespace ChatOps.Core.Orders;

/// <summary>Which of its blueprint's sizes a machine is to become.</summary>
public static class SizeChoice
{
    /// <param name="blueprint">The machine's version; null when the repository no longer has it.</param>
    /// <param name="gpus">How many GPUs it is to have; null where nobody said.</param>
    /// <param name="size">Azure's name of the size; null where nobody said.</param>
    /// <exception cref="UserError">Nothing, or something that the blueprint does not offer, is asked for; says what there is.</exception>
    public static GpuSize Of(Machine machine, Blueprint? blueprint, int? gpus, string? size)
    {
        if (blueprint is null)
            throw new UserError($"{machine.Blueprint} is no longer in the repository, so that {machine.Name} cannot be resized. "
                + $"Launch {machine.Blueprint.Name} again.");
        // What no launch can ask for is not to be had by a detour.
        var offered = blueprint.Machine.Gpus.SelectMany(blueprint.SizesWith).ToList();
        var choice = $"{blueprint.Name} comes as {Listing.Or(offered.Select(s => $"{s.Name} ({s.Gpus})"))}.";
        switch (gpus, size)
        {
            case (null, null):
                throw new UserError($"To what? {choice} For example: resize {machine.Name} --gpus {offered[^1].GpuCount}", "size");
            case (not null, not null):
                throw new UserError("Say either how many GPUs or which size, not both.", "size");
            case (null, { } named):
                return offered.Find(s => s.Name.Equals(named, StringComparison.OrdinalIgnoreCase))
                    ?? throw new UserError($"{choice} There is no {Echo.Name(named)}.{NearMiss.Hint(named, offered.Select(s => s.Name))}", "size");
            case ({ } count, null):
                var fitting = offered.FindAll(s => s.GpuCount == count);
                // The author's first choice, unless it is to be, or is, one of them already.
                return fitting.Find(s => s.Name == machine.NextSize.Name)
                    ?? fitting.Find(s => s.Name == machine.Placement.Size)
                    ?? fitting.FirstOrDefault()
                    ?? throw new UserError($"{choice} There is none with {Plural.Of(count, "GPU")}.", "gpus");
        }
    }
}
