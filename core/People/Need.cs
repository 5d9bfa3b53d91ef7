namespace ChatOps.Core.People;

/// <summary>
/// What a command needs of the person who says it, typed or by a button. What a person's roles tell is decided before it runs, by
/// <see cref="Person.Require"/>; whether a machine or a request is theirs, where it is looked at. docs/roles.md shows what comes of both.
/// </summary>
public enum Need
{
    /// <summary>That the policy knows them.</summary>
    Nothing,
    /// <summary>A team that can be charged.</summary>
    Team,
    SeeMachine,
    /// <summary>To get onto a machine: more than to see it.</summary>
    EnterMachine,
    ChangeMachine,
    SeeRequest,
    /// <summary>A request that they have made themselves.</summary>
    OwnRequest,
    /// <summary>To decide requests of others.</summary>
    Decide,
    ReadAudit,
    /// <summary>What Azure bills for a team.</summary>
    SeeBills,
    Admin,
}
