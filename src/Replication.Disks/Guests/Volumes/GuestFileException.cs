using Replication.Core.Errors;
using Replication.Core.Rules.Guests;

namespace Replication.Disks.Guests;

/// <summary>A file of the guest that is there but cannot be read or understood; the facts in it are then unknown.</summary>
internal sealed class GuestFileException(string path, string found, Exception? inner = null)
    : ReplicationException(GuestErrorIds.GuestFileUnreadable, path, found, inner: inner);
