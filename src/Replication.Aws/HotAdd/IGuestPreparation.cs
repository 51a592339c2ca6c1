using Replication.Core.Machines;

namespace Replication.Aws.HotAdd;

/// <summary>What has to be done to volumes before a machine boots from them.</summary>
internal interface IGuestPreparation
{
    /// <summary>Whether the guest of this machine gets drivers.</summary>
    bool Concerns(Machine machine);

    /// <summary>Fetches what is missing and refuses what <see cref="PrepareAsync"/> cannot do; called before anything is made.</summary>
    /// <param name="nodeId">Access node; null for the site's.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task GetReadyAsync(string? nodeId, CancellationToken cancellationToken);

    /// <summary>Puts drivers into a boot volume that is attached to nothing; one that has them already is left alone.</summary>
    /// <param name="volumeId">The volume.</param>
    /// <param name="nodeId">Access node; null for the site's.</param>
    /// <param name="cancellationToken">Ends it; nothing stays attached.</param>
    Task PrepareAsync(string volumeId, string? nodeId, CancellationToken cancellationToken);
}
