namespace ChatOps.Core.Words;

/// <summary>
/// A person's mistake. Its message is the only exception text that people are ever shown, verbatim:
/// one clear sentence on what is wrong and one on what to do next.
/// </summary>
/// <param name="field">The field of a form, named as the option is, that the mistake is in; null where it is in none, or nobody knows.</param>
public sealed class UserError(string message, string? field = null) : Exception(message)
{
    public string? Field { get; } = field;
}
