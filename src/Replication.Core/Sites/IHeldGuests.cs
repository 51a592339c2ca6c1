namespace Replication.Core.Sites;

/// <summary>
/// A site that keeps guests from writing for a moment: for an instant, or while their disks are changed over. It notes that beforehand, so that
/// those whom a process which was killed has left standing still can be told from those whom somebody else has paused.
/// </summary>
public interface IHeldGuests
{
    /// <summary>Lets guests go on that nobody holds any more. Reads a folder when there are none, and leaves those alone that are being held.</summary>
    /// <returns>Names of their machines.</returns>
    Task<IReadOnlyList<string>> LetGoAsync(CancellationToken cancellationToken = default);
}
