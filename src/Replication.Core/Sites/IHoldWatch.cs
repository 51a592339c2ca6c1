namespace Replication.Core.Sites;

/// <summary>Has guests go on when the process that keeps them from writing is killed, although nobody gives another command.</summary>
public interface IHoldWatch
{
    /// <summary>Begins to watch this process; before anything is held, because it takes some milliseconds.</summary>
    /// <param name="site">Folder of the site.</param>
    /// <param name="notes">Files that are there for as long as guests are held (<see cref="IHeldGuests"/>).</param>
    /// <returns>Ends the watch. Null where this cannot be done; whoever comes next lets the guests go then.</returns>
    IDisposable? Begin(string site, IReadOnlyCollection<string> notes);
}
