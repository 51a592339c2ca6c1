using Replication.Core.Mounts;

namespace Replication.Runtime.Hosting;

/// <param name="Protocol">Version that the host speaks.</param>
/// <param name="Status">How the host is; null with an error.</param>
/// <param name="Error">Why it did not do what was asked; null when it did.</param>
/// <param name="Mount">How the mount is served that was asked about; null with other verbs.</param>
public sealed record HostReply(int Protocol, HostStatus? Status = null, HostRefusal? Error = null, MountServing? Mount = null);
