namespace Replication.Disks.Nbd;

/// <summary>What a context says about the range of a request, from its start on.</summary>
/// <param name="Context">Id of the context.</param>
/// <param name="Extents">Without gaps.</param>
internal sealed record NbdStatus(uint Context, IReadOnlyList<NbdExtent> Extents);
