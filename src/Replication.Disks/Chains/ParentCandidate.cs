namespace Replication.Disks.Chains;

/// <param name="Path">Where the parent may be.</param>
/// <param name="IsGuess">Not recorded in the child: its file name beside the child.</param>
internal readonly record struct ParentCandidate(string Path, bool IsGuess);
