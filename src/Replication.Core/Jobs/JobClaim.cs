using Replication.Core.Catalog;

namespace Replication.Core.Jobs;

/// <summary>
/// Which job last had something that only one may have at a time. It has it for as long as it is Running, so a job that ends or
/// dies has nothing to give back. The entry stays and counts the epochs of a VM.
/// </summary>
internal sealed record JobClaim : ICatalogEntity
{
    public static string Kind => "job_claims";

    public static bool NameIsUnique => false;

    /// <summary>What it is: see <see cref="JobClaims"/>.</summary>
    public required string Id { get; init; }

    public required string JobId { get; init; }

    /// <summary>Process that runs that job.</summary>
    public string? Owner { get; init; }

    /// <summary>Epoch of the run that had it last.</summary>
    public required long Epoch { get; init; }

    string ICatalogEntity.Name => Id;

    public string? OwnerId => null;

    public string? State => null;

    public long Version { get; init; }

    public ICatalogEntity WithVersion(long version) => this with { Version = version };
}
