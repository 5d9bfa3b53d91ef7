using System.Collections.Immutable;
using ChatOps.Core.Words;

namespace ChatOps.Bot.Cards;

/// <summary>A form whose fields become the options of a command.</summary>
/// <param name="Command">What the values are options of: "launch", "approve 3f9c01".</param>
/// <param name="Submit">The button's label.</param>
public sealed record Form(string Command, string Submit, ImmutableArray<FormField> Fields)
{
    /// <summary>
    /// What it says when it is filled in, as if typed: every value quoted and tied to its option, so that it stays one word and no
    /// option of its own.
    /// </summary>
    /// <exception cref="UserError">A value belongs to no field, or is none of its field's choices.</exception>
    public string Say(IReadOnlyDictionary<string, string> values)
    {
        foreach (var unknown in values.Keys.Where(name => Fields.All(f => f.Name != name)))
            throw new UserError($"The form has no field \"{Echo.Of(unknown)}\".{NearMiss.Hint(unknown, Fields.Select(f => f.Name))}");
        var said = Command;
        foreach (var field in Fields)
        {
            var value = string.Concat(values.GetValueOrDefault(field.Name, field.Value).Where(c => c is not ('"' or '\u201C' or '\u201D'))).Trim();
            if (value.Length > 0 && !field.Choices.IsEmpty && !field.Choices.Contains(value))
                throw new UserError($"\"{Echo.Of(value)}\" is none of {string.Join(", ", field.Choices)}.{NearMiss.Hint(value, field.Choices)}", field.Name);
            if (value.Length == 0 || (field.Name == "spot" && value == "no")) continue;
            said += field.Name switch
            {
                "blueprint" => $" \"{value}\"",
                "spot" => " --spot",
                _ => $" --{field.Name}=\"{value}\"",
            };
        }
        return said;
    }
}

/// <param name="Name">Of the option; "blueprint" is the command's argument.</param>
/// <param name="Value">What is filled in at first; empty for nothing.</param>
/// <param name="Choices">What can be chosen; empty for free text.</param>
/// <param name="IsNumber">Only a number makes sense in it.</param>
public sealed record FormField(string Name, string Label, string Value, ImmutableArray<string> Choices, bool IsNumber = false);
