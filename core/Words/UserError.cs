namespace ChatOps.Core.Words;

/// <summary>
/// A person's mistake. Its message is the only exception text that people are ever shown, verbatim:
/// one clear sentence on what is wrong and one on what to do next.
/// </summary>
public sealed class UserError(string message) : Exception(message);
