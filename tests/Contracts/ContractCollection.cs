using ChatOps.Tests.Contracts;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(ContractsLast))]

namespace ChatOps.Tests.Contracts;

/// <summary>Runs by itself after everything else, because it looks at what everything else has said.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ContractCollection
{
    public const string Name = "contracts, last";
}

/// <summary>Collections that run by themselves come after the others anyway; this one comes after those too.</summary>
public sealed class ContractsLast : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. DefaultTestCollectionOrderer.Instance.OrderTestCollections(testCollections)
            .OrderBy(collection => collection.TestCollectionDisplayName == ContractCollection.Name)];
}
