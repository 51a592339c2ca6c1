namespace Replication.Store.Maintenance;

/// <summary>Outcome of a verification.</summary>
/// <param name="Snapshots">Snapshots looked at.</param>
/// <param name="Manifests">Manifests looked at.</param>
/// <param name="Blocks">Blocks read and proved or found damaged.</param>
/// <param name="Damages">What was found, at most <see cref="MaximumDamages"/>.</param>
/// <param name="DamageCount">All that was found.</param>
public sealed record VerificationReport(long Snapshots, long Manifests, long Blocks, IReadOnlyList<StoreDamage> Damages, long DamageCount)
{
    /// <summary>A store that lost its disk has millions of damaged blocks; memory stays bounded.</summary>
    public const int MaximumDamages = 10_000;

    public bool IsIntact => DamageCount == 0;
}
