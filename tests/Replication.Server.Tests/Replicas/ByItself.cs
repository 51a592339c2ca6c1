namespace Replication.Server.Tests.Replicas;

/// <summary>Tests that look at the whole process run when no others do.</summary>
[CollectionDefinition(nameof(ByItself), DisableParallelization = true)]
public sealed class ByItself;
