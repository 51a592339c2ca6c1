using Replication.Core.Machines;

namespace Replication.Aws.HotAdd;

/// <summary>What has to be done to volumes before a machine boots from them.</summary>
internal interface IGuestPreparation
{
    /// <summary>Whether the guest of this machine gets drivers.</summary>
    bool Concerns(Machine machine);

    /// <summary>Puts drivers into a boot volume that is attached to nothing; one that has them already is left alone.</summary>
    Task PrepareAsync(string volumeId, CancellationToken cancellationToken);
}
