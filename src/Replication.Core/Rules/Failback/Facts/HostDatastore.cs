namespace Replication.Core.Rules.Failback.Facts;

/// <summary>A datastore as one host sees it.</summary>
public sealed record HostDatastore(string Name, DatastoreType Type, DatastoreAccess Access);
