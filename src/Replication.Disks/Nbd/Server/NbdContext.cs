namespace Replication.Disks.Nbd;

/// <summary>A metadata context that a client has chosen.</summary>
/// <param name="Id">By which replies refer to it; the same for every connection.</param>
/// <param name="Name">Of <see cref="NbdContexts"/>.</param>
internal readonly record struct NbdContext(uint Id, string Name);
