namespace Replication.Disks.Nbd;

/// <summary>What a server has to offer, looked up anew for every client. Called by many at once.</summary>
public interface INbdExports
{
    /// <summary>Names for a client that asks for the list.</summary>
    IReadOnlyCollection<string> Names { get; }

    /// <summary>The export of a name, or null; the empty name asks for the default.</summary>
    NbdExport? Find(string name);
}
