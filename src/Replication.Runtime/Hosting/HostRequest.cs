namespace Replication.Runtime.Hosting;

/// <param name="Protocol">Version that the asking side speaks.</param>
/// <param name="Verb">One of the verbs of <see cref="HostProtocol"/>.</param>
/// <param name="Mount">Id of the mount that is asked about; null with other verbs.</param>
public sealed record HostRequest(int Protocol, string Verb, string? Mount = null);
