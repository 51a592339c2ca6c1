using Replication.Core.Catalog;
using Replication.Core.Errors;

namespace Replication.Core.Replicas;

/// <summary>Who may do what at a replica server: primaries by name, with the storage and the trust group that are theirs, and administrators.</summary>
public sealed record ReplicationAuthorization : ICatalogEntity
{
    public static string Kind => "replica_authorizations";

    public static bool NameIsUnique => true;

    public required string Id { get; init; }

    /// <summary>Full name of a host, or *.domain (<see cref="PrimaryPattern"/>).</summary>
    public required string AllowedPrimaryServer { get; init; }

    public AuthorizationRole Role { get; init; }

    /// <summary>Absolute path of a folder, also on a mounted or SMB share; empty for administrators.</summary>
    public string ReplicaStorageLocation { get; init; } = "";

    /// <summary>Primaries of one group in one storage location share their replicas; empty for administrators.</summary>
    public string TrustGroup { get; init; } = "";

    /// <summary>Id of the replica server's settings.</summary>
    public required string ServerId { get; init; }

    public string Name => AllowedPrimaryServer;

    public string? OwnerId => ServerId;

    public string? State => null;

    public long Version { get; init; }

    public ICatalogEntity WithVersion(long version) => this with { Version = version };

    /// <summary>The entry in its one form, or a refusal.</summary>
    /// <exception cref="ReplicationException">AuthorizationInvalid, StorageLocationRequired</exception>
    public ReplicationAuthorization Normalize()
    {
        PrimaryPattern pattern = PrimaryPattern.Parse(AllowedPrimaryServer);
        string name = pattern.ToString();
        if (Role == AuthorizationRole.Administrator)
        {
            // A wildcard would make an administrator of every machine that a domain gets one day.
            return pattern.IsWildcard
                ? throw new ReplicationException(ReplicaErrorIds.AuthorizationInvalid, $"Administrator {name}", "It has a wildcard.", "the full name of one host.")
                : this with { AllowedPrimaryServer = name, ReplicaStorageLocation = "", TrustGroup = "" };
        }

        return this with
        {
            AllowedPrimaryServer = name,
            ReplicaStorageLocation = StorageLocations.Require(ReplicaStorageLocation, $"Authorization of {name}"),
            TrustGroup = TrustGroups.Require(TrustGroup),
        };
    }
}
