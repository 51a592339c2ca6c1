using Replication.Core.Errors;

namespace Replication.Disks.Guests;

/// <summary>A file of the guest that is there but cannot be read or understood; the facts in it are then unknown.</summary>
internal sealed class GuestFileException(string path, string found, Exception? inner = null)
    : ReplicationException("GuestFileUnreadable", path, found, inner: inner);
